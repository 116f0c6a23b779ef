import busboyModule from '@fastify/busboy';
import fc from 'fast-check';
import { Readable } from 'node:stream';
import { partsOf } from '../../../../src/detection/inputs/multipart/index.js';
import { engine, inBody, settings } from '../verdict.js';

interface Field {
  name: string;
  filename?: string;
  data: Buffer;
}

const { Busboy } = busboyModule as unknown as { Busboy: typeof busboyModule.Busboy };
const BOUNDARY = 'aXbYc';
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

function encode(fields: readonly Field[]): Buffer {
  const parts = fields.flatMap(({ name, filename, data }) => {
    const file = filename === undefined ? '' : `; filename="${filename}"\r\nContent-Type: application/octet-stream`;
    return [
      Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`),
      data,
      Buffer.from('\r\n'),
    ];
  });
  return Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

/** What the parser of the platforms makes of it. */
function oracle(body: Buffer): Promise<Field[]> {
  return new Promise((resolve, reject) => {
    const fields: Field[] = [];
    const parser = new Busboy({ headers: { 'content-type': TYPE } });
    parser.on('field', (name, value) => fields.push({ name, data: Buffer.from(value) }));
    parser.on('file', (name, stream, filename) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => fields.push({ name, filename, data: Buffer.concat(chunks) }));
    });
    parser.on('finish', () => resolve(fields));
    parser.on('error', reject);
    Readable.from([body]).pipe(parser);
  });
}

const word = fc
  .string({ unit: fc.constantFrom('a', 'b', 'Z', '9', '_', '[', ']', '.', '-', ' '), minLength: 1, maxLength: 12 })
  .map((text) => `x${text.trim()}x`);
const data = fc
  .array(fc.constantFrom('a', '\r\n', '--', BOUNDARY, '\r\n-', 'é', ' ', '=', '"'), { maxLength: 12 })
  .map((pieces) => Buffer.from(pieces.join('')))
  .filter((bytes) => !bytes.includes(`--${BOUNDARY}`));
const field = fc.record({ name: word, filename: fc.option(word, { nil: undefined }), data });

describe('partsOf', () => {
  it('reads what @fastify/busboy reads', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(field, { maxLength: 5 }), async (fields) => {
        const body = encode(fields);
        const ours = [...partsOf(body, BOUNDARY)].map(({ name, filename, data: bytes }) => ({
          name,
          filename,
          data: Buffer.from(bytes).toString('latin1'),
        }));
        const theirs = (await oracle(body)).map(({ name, filename, data: bytes }) => ({
          name,
          filename,
          data: bytes.toString('latin1'),
        }));
        const order = (a: { name?: string; data: string }, b: { name?: string; data: string }) =>
          `${a.name}\n${a.data}`.localeCompare(`${b.name}\n${b.data}`);
        expect(ours.sort(order)).toEqual(theirs.sort(order));
      }),
      { numRuns: 300 },
    );
  });

  it('reads the whole parts of any prefix, and never throws', () => {
    fc.assert(
      fc.property(fc.array(field, { maxLength: 4 }), fc.nat(2000), (fields, cut) => {
        const body = encode(fields);
        const whole = [...partsOf(body, BOUNDARY)];
        const prefix = [...partsOf(body.subarray(0, cut), BOUNDARY)].filter(({ complete }) => complete);
        prefix.forEach((part, index) => expect(part).toEqual(whole[index]));
      }),
      { numRuns: 500 },
    );
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void [...partsOf(bytes, 'a')]),
      { numRuns: 1000 },
    );
  });
});

describe('Multipart bodies', () => {
  it('reads fields, names, file names and parts that are JSON', () => {
    const attack = "x' or '1'='1";
    expect(inBody(encode([{ name: 'a', data: Buffer.from(attack) }]), TYPE)).toBe('sqli');
    expect(inBody(encode([{ name: 'a[$ne]', data: Buffer.from('x') }]), TYPE)).toBe('nosqli');
    expect(inBody(encode([{ name: 'a', data: Buffer.from(JSON.stringify({ b: attack })) }]), TYPE)).toBe('sqli');
    expect(inBody(encode([{ name: 'a', filename: '../../x', data: Buffer.from('x') }]), TYPE)).toBe('path-traversal');
    expect(inBody(encode([{ name: 'a', data: Buffer.from('Ann') }]), TYPE)).toBeUndefined();
  });

  it('reads the field that a prefix holds', () => {
    const body = encode([
      { name: 'a', data: Buffer.from("x' or '1'='1") },
      { name: 'b', data: Buffer.alloc(9000, 97) },
    ]);
    expect(
      engine.inspectRawBody({ bytes: body.subarray(0, 3000), type: TYPE, truncated: true }, settings()),
    ).toMatchObject({
      finding: { category: 'sqli' },
      unread: 'too-large',
    });
  });
});
