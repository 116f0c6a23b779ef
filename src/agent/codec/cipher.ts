import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/** What encryption adds to a text before it becomes base64. */
export const CIPHER_OVERHEAD = NONCE_BYTES + TAG_BYTES;

/** Base64 of 32 bytes, URL-safe or standard, with or without padding and white space around it; undefined otherwise. */
export function parseKey(text: unknown): Buffer | undefined {
  if (typeof text !== 'string' || !BASE64.test(text.trim())) return undefined;
  const key = Buffer.from(text.trim(), 'base64');
  return key.length === KEY_BYTES ? key : undefined;
}

/** Says what is wrong with an encryption key, by reading it and by a round trip; undefined where it works. */
export function checkKey(text: unknown): string | undefined {
  const key = parseKey(text);
  if (!key) return 'must be base64 of 32 bytes (43 characters, or 44 with padding)';
  const probe = randomBytes(32).toString('hex');
  return open(key, seal(key, probe)) === probe ? undefined : 'failed the encryption round trip';
}

/**
 * Encrypts with AES-256-GCM: URL-safe base64 with padding of nonce, ciphertext and tag, no associated data. The nonce is
 * random for every call; callers pass one only to check against vectors.
 */
export function seal(key: Buffer, plaintext: string, nonce: Buffer = randomBytes(NONCE_BYTES)): string {
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  const sealed = Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const text = sealed.toString('base64url');
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}

/** The reverse of `seal`; throws where the key is another or a byte was changed. */
export function open(key: Buffer, payload: string): string {
  const sealed = Buffer.from(payload, 'base64');
  if (sealed.length < CIPHER_OVERHEAD) throw new Error('the payload is too short');
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plaintext = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  return plaintext.toString('utf8');
}
