import { type IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { Settings } from '../settings.js';
import { Refusal } from './refusal.js';
import { checkSignature } from './signature.js';

/** The most bytes of a body, before and after decompression. */
export const MAX_BODY_BYTES = 262_144;
/** What is read beyond that and thrown away, so that a client that is still sending can read the answer. */
const DRAINED_BYTES = 8_388_608;

const inflate = promisify(gunzip);

/** Reads the body of a call: bounded in bytes and time, decompressed, its signature checked, parsed as JSON. */
@Injectable()
export class BodyReader {
  constructor(private readonly settings: Settings) {}

  /** The JSON of a call by an agent. */
  async read(request: IncomingMessage): Promise<unknown> {
    const wire = await this.collect(request);
    const body = await decompress(wire, request.headers['content-encoding']);
    const { signingSecret } = this.settings;
    if (signingSecret !== undefined) {
      checkSignature(signingSecret, request.headers['x-payload-signature'], { body, wire });
    }
    return parse(body);
  }

  /** The JSON of a call by a person or a test; undefined where there is no body. */
  async readPlain(request: IncomingMessage): Promise<unknown> {
    const body = await this.collect(request);
    return body.length === 0 ? undefined : parse(body);
  }

  private async collect(request: IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    // A sender that never ends is cut off; there is nobody to answer.
    const deadline = setTimeout(() => request.destroy(), this.settings.uploadSeconds * 1000);
    try {
      for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size <= MAX_BODY_BYTES) chunks.push(chunk);
        else if (size > DRAINED_BYTES) break;
      }
    } catch {
      throw new Refusal(400, 'The body did not come to its end');
    } finally {
      clearTimeout(deadline);
    }
    if (size > MAX_BODY_BYTES) throw tooLarge();
    return Buffer.concat(chunks);
  }
}

async function decompress(wire: Buffer, encoding: string | undefined): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity') return wire;
  if (encoding !== 'gzip') throw new Refusal(415, 'Content-Encoding must be gzip or absent');
  try {
    // The limit holds while it inflates: a bomb is not unpacked to be measured.
    return await inflate(wire, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new Refusal(400, 'The body is not gzip');
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new Refusal(400, 'The body is not JSON in UTF-8');
  }
}

function tooLarge(): Refusal {
  return new Refusal(413, `The body is larger than ${MAX_BODY_BYTES} bytes, decompressed`);
}
