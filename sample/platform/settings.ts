/** The API key that the platform takes where none is set. It protects nothing: this is a tool for development. */
export const LOCAL_API_KEY = 'fg_local_0123456789';

/** What the platform checks calls against. */
export class Settings {
  apiKey = LOCAL_API_KEY;
  /** Where set, every call must name it. */
  projectId?: string;
  /** 32 bytes; without it no envelope can be opened. */
  encryptionKey?: Buffer;
  /** Where set, every POST must be signed. */
  signingSecret?: string;
  /** Seconds that one upload may take. */
  uploadSeconds = 15;
}

/**
 * Reads `PLATFORM_API_KEY`, `PLATFORM_PROJECT_ID`, `PLATFORM_ENCRYPTION_KEY` and `PLATFORM_SIGNING_SECRET`. A variable
 * that is empty counts as not set.
 *
 * @throws Error where the encryption key is not base64 of 32 bytes.
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const settings = new Settings();
  settings.apiKey = env.PLATFORM_API_KEY || LOCAL_API_KEY;
  settings.projectId = env.PLATFORM_PROJECT_ID || undefined;
  settings.signingSecret = env.PLATFORM_SIGNING_SECRET || undefined;
  settings.encryptionKey = env.PLATFORM_ENCRYPTION_KEY ? parseKey(env.PLATFORM_ENCRYPTION_KEY) : undefined;
  return settings;
}

/** Base64 of 32 bytes, URL-safe or standard, with or without padding and white space around it. */
function parseKey(text: string): Buffer {
  const key = /^[A-Za-z0-9+/_-]{43}=?$/.test(text.trim()) ? Buffer.from(text.trim(), 'base64') : undefined;
  if (key?.length !== 32) throw new Error('PLATFORM_ENCRYPTION_KEY must be base64 of 32 bytes');
  return key;
}
