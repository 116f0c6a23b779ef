import { createDecipheriv } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Settings } from '../settings.js';
import { Refusal } from './refusal.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Opens encrypted payloads: URL-safe base64 of nonce, AES-256-GCM ciphertext and tag. */
@Injectable()
export class Envelopes {
  constructor(private readonly settings: Settings) {}

  /** @throws Refusal 400 where the payload was not sealed with this platform's key, or was changed. */
  open(payload: string): unknown {
    const { encryptionKey } = this.settings;
    if (!encryptionKey) throw new Refusal(400, 'Failed to decrypt payload: No encryption key is set for this project');
    try {
      return JSON.parse(decrypt(encryptionKey, Buffer.from(payload, 'base64url')));
    } catch {
      // Whether the key, the tag or the text is wrong is nothing that a sender should learn.
      throw new Refusal(400, 'Failed to decrypt payload: Invalid or tampered payload');
    }
  }
}

function decrypt(key: Buffer, sealed: Buffer): string {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  return text.toString('utf8');
}
