import http from 'node:http';
import { type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { hasUnreadBody, type Peeked, peekBody } from '../../../../src/nest/http/peek-body.js';

type Seen = { peeked: Peeked; rest: Buffer };

/** Sends parts to a real server that peeks and then reads; gives what both saw. */
async function send(parts: Buffer[], limit: number, chunked: boolean, timeout = 5): Promise<Seen> {
  let seen: Promise<Seen> | undefined;
  const server = http.createServer((request, response) => {
    seen = (async () => {
      expect(hasUnreadBody(request)).toBe(true);
      const peeked = await peekBody(request, limit, timeout);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      response.end();
      return { peeked, rest: Buffer.concat(chunks) };
    })();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  try {
    await new Promise<void>((resolve, reject) => {
      const headers = chunked ? {} : { 'content-length': length };
      const request = http.request({ port, host: '127.0.0.1', method: 'POST', headers, agent: false }, (response) => {
        response.resume().on('end', resolve);
      });
      request.on('error', reject);
      void (async () => {
        for (const part of parts) {
          request.write(part);
          await new Promise((done) => setImmediate(done));
        }
        request.end();
      })();
    });
    return await (seen as Promise<Seen>);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

describe('peekBody', () => {
  it('sees the beginning of every body and leaves it whole for the reader', async () => {
    const parts = fc.array(fc.uint8Array({ minLength: 1, maxLength: 3000 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(parts, fc.integer({ min: 1, max: 8000 }), fc.boolean(), async (pieces, limit, chunked) => {
        const body = Buffer.concat(pieces);
        const { peeked, rest } = await send(
          pieces.map((piece) => Buffer.from(piece)),
          limit,
          chunked,
        );
        expect(rest.equals(body)).toBe(true);
        expect(Buffer.from(peeked.bytes).equals(body.subarray(0, limit))).toBe(true);
        if (body.length > limit) expect(peeked.truncated).toBe(true);
        expect(peeked.late).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('does not stall on a body that is larger than the stream keeps', async () => {
    const body = Buffer.alloc(1_000_000, 'x');
    const { peeked, rest } = await send([body], 262_144, false);
    expect(peeked).toMatchObject({ truncated: true, late: false });
    expect(peeked.bytes).toHaveLength(262_144);
    expect(rest.length).toBe(body.length);
  });

  it('knows that a body is whole where it ends exactly', async () => {
    const { peeked } = await send([Buffer.from('abc')], 1000, true);
    expect(peeked).toMatchObject({ truncated: false, late: false });
  });

  it('gives up after the time that it is given, with what is there', async () => {
    const server = http.createServer((request, response) => {
      void peekBody(request, 1000, 0.05).then(({ late, bytes }) => response.end(`${late} ${bytes.length}`));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const text = await new Promise<string>((resolve, reject) => {
      const request = http.request(
        { port, host: '127.0.0.1', method: 'POST', headers: { 'content-length': 100 } },
        (response) => {
          let body = '';
          response.on('data', (part: Buffer) => (body += part.toString())).on('end', () => resolve(body));
        },
      );
      request.on('error', reject);
      request.write('abc');
    });
    server.closeAllConnections();
    server.close();
    expect(text).toBe('true 3');
  });
});
