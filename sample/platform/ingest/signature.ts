import { createHmac, timingSafeEqual } from 'node:crypto';
import { Refusal } from './refusal.js';

/** The value of `X-Payload-Signature` for a body. */
export function signatureOf(secret: string, body: Buffer): string {
  return `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/**
 * Checks a signature over the JSON text before compression. The mistake of old agents, which signed the compressed
 * bytes, is named.
 *
 * @throws Refusal 401 where there is no signature or a wrong one.
 */
export function checkSignature(
  secret: string,
  header: string | string[] | undefined,
  { body, wire }: { body: Buffer; wire: Buffer },
): void {
  if (typeof header !== 'string') throw new Refusal(401, 'X-Payload-Signature is missing');
  if (equal(header, signatureOf(secret, body))) return;
  if (equal(header, signatureOf(secret, wire))) {
    throw new Refusal(
      401,
      'Invalid payload signature: it was made over the gzip bytes on the wire, as agents before 3.0.2 did; ' +
        'sign the JSON text before gzip',
    );
  }
  throw new Refusal(401, 'Invalid payload signature');
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
