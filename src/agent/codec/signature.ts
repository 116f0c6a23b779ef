import { createHmac } from 'node:crypto';

/** The value of `X-Payload-Signature`: HMAC-SHA256 over the JSON text as it was before compression. */
export function sign(secret: string, json: string | Buffer): string {
  return `v1=${createHmac('sha256', secret).update(json).digest('hex')}`;
}
