import { Busboy } from '@fastify/busboy';
import fc from 'fast-check';
import { partsOf } from '../../../../src/detection/inputs/multipart/index.js';
import { trials } from './trials.js';

interface Seen {
  readonly name: string | undefined;
  readonly filename: string | undefined;
  readonly data: string;
}

/** What the parser that most applications use makes of a body. */
function busboy(body: Buffer, boundary: string): Promise<Seen[]> {
  return new Promise((resolve) => {
    const seen: Seen[] = [];
    const parser = new Busboy({
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      isPartAFile: (_name, _type, filename) => filename !== undefined,
      preservePath: true,
    });
    parser.on('field', (name, data) => seen.push({ name, filename: undefined, data }));
    parser.on('file', (name, stream, filename) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('error', () => resolve(seen));
      stream.on('end', () => seen.push({ name, filename, data: Buffer.concat(pieces).toString('utf8') }));
    });
    parser.on('error', () => resolve(seen)); // a form that ends too soon: what was seen counts
    parser.on('finish', () => resolve(seen));
    parser.end(body);
  });
}
const ours = (body: Buffer, boundary: string): Seen[] =>
  [...partsOf(body, boundary)].map(({ name, filename, data }) => ({
    name,
    filename,
    data: Buffer.from(data).toString('utf8'),
  }));

const BOUNDARY = 'edge';
const TEXT = fc
  .array(fc.constantFrom('a', 'é', '\r\n', '\n', '--', '--edge', '--edgex', '\r\n--', '"', ' ', '=', ';'), {
    maxLength: 8,
  })
  .map((pieces) => pieces.join(''))
  // A delimiter at the beginning of a line ends the part, whoever reads it.
  .filter((text) => !/(?:^|\r\n)--edge/.test(text));
const NAME = fc.stringMatching(/^[a-z][a-z\d_.[\]-]{0,9}$/);
const PART = fc.record({
  name: NAME,
  filename: fc.option(fc.stringMatching(/^[\w. ()-]{1,12}$/).map((text) => `f${text.trim()}`)),
  type: fc.constantFrom('', 'text/plain', 'application/json; charset=utf-8'),
  data: TEXT,
  order: fc.boolean(),
});
type Part = { name: string; filename: string | null; type: string; data: string; order: boolean };

function bodyOf(parts: readonly Part[], closed: boolean): Buffer {
  const bytes = parts.map(({ name, filename, type, data, order }) => {
    const disposition = `Content-Disposition: form-data; name="${name}"${filename === null ? '' : `; filename="${filename}"`}`;
    const lines =
      type === ''
        ? [disposition]
        : order
          ? [disposition, `Content-Type: ${type}`]
          : [`content-type: ${type}`, disposition];
    return `--${BOUNDARY}\r\n${lines.join('\r\n')}\r\n\r\n${data}\r\n`;
  });
  return Buffer.from(bytes.join('') + (closed ? `--${BOUNDARY}--\r\n` : ''));
}

describe('Multipart bodies, beside busboy', () => {
  it('have the same fields and files', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(PART, { minLength: 1, maxLength: 4 }), async (parts) => {
        const body = bodyOf(parts, true);
        const order = (a: Seen, b: Seen): number => JSON.stringify(a).localeCompare(JSON.stringify(b));
        expect(ours(body, BOUNDARY).sort(order)).toEqual((await busboy(body, BOUNDARY)).sort(order));
      }),
      trials(500),
    );
  });

  it('hide nothing that busboy hands on, where bytes were cut, changed or put in', async () => {
    const change = fc.tuple(
      fc.nat(),
      fc.constantFrom('', '\r\n', '\n', ' ', '--', '"', '\t', ';', 'x'),
      fc.nat({ max: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(PART, { minLength: 1, maxLength: 3 }),
        fc.array(change, { maxLength: 2 }),
        async (parts, changes) => {
          let body = bodyOf(parts, true);
          for (const [at, put, cut] of changes) {
            const from = at % (body.length + 1);
            body = Buffer.concat([body.subarray(0, from), Buffer.from(put), body.subarray(from + cut)]);
          }
          const all = ours(body, BOUNDARY).map(
            ({ name, filename, data }) => `${name ?? ''}\n${filename ?? ''}\n${data}`,
          );
          for (const { data } of await busboy(body, BOUNDARY)) {
            if (data.trim() === '') continue;
            expect([body.toString(), all.some((text) => text.includes(data))]).toEqual([body.toString(), true]);
          }
        },
      ),
      trials(1000),
    );
  });
});
