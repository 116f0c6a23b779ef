import fc from 'fast-check';
import { hostKind } from '../../../../src/detection/detectors/url/host.js';
import { trials } from './trials.js';

/** The host as the WHATWG parser, and so a browser and `fetch`, makes it of a notation. */
function canonical(host: string): string | undefined {
  try {
    return new URL(`http://${host}/`).hostname;
  } catch {
    return undefined; // no host
  }
}

const BYTE = fc.integer({ min: 0, max: 255 });
const part = (value: number, base: number): string =>
  base === 16 ? `0x${value.toString(16)}` : base === 8 ? `0${value.toString(8)}` : String(value);
const BASES = fc.tuple(...[0, 1, 2, 3].map(() => fc.constantFrom(8, 10, 16)));
/** An IPv4 address in one to four parts, each decimal, octal or hexadecimal. */
const notation = (address: fc.Arbitrary<[number, number, number, number]>) =>
  fc.tuple(address, fc.integer({ min: 1, max: 4 }), BASES).map(([bytes, count, bases]) => {
    const head = bytes.slice(0, count - 1).map((byte, i) => part(byte, bases[i]!));
    const rest = bytes.slice(count - 1).reduce((sum, byte) => sum * 256 + byte, 0);
    return { plain: bytes.join('.'), odd: [...head, part(rest, bases[3]!)].join('.') };
  });
const tuple = (first: number, second: fc.Arbitrary<number> = BYTE): fc.Arbitrary<[number, number, number, number]> =>
  fc.tuple(fc.constant(first), second, BYTE, BYTE);
const INWARD = fc.oneof(
  tuple(127),
  tuple(10),
  tuple(192, fc.constant(168)),
  tuple(172, fc.integer({ min: 16, max: 31 })),
  tuple(169, fc.constant(254)),
);

describe('Hosts, beside the WHATWG URL parser', () => {
  it('of an own network are seen in every notation of an address', () => {
    fc.assert(
      fc.property(notation(INWARD), ({ plain, odd }) => {
        expect(canonical(odd)).toBe(plain);
        expect([odd, hostKind(odd) !== undefined]).toEqual([odd, true]);
      }),
      trials(3000),
    );
  });

  it('of an own network are seen in IPv6, mapped and not', () => {
    const mapped = notation(INWARD).map(({ plain }) => plain);
    const prefix = fc.constantFrom('::ffff:', '0:0:0:0:0:ffff:', '::', '0000:0000:0000:0000:0000:FFFF:');
    fc.assert(
      fc.property(mapped, prefix, fc.boolean(), (plain, before, hex) => {
        const [a, b, c, d] = plain.split('.').map(Number) as [number, number, number, number];
        const tail = hex ? `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}` : plain;
        const host = `[${before}${tail}]`;
        if (before === '::' && hex) return;
        expect([host, canonical(host) !== undefined, hostKind(host) !== undefined]).toEqual([host, true, true]);
      }),
    );
  });

  it('that are names and public addresses as everybody writes them are nothing', () => {
    const label = fc.stringMatching(/^[a-z][a-z\d-]{0,10}[a-z\d]$/);
    const name = fc.tuple(label, fc.constantFrom('com', 'org', 'io', 'co.uk', 'example')).map(([a, b]) => `${a}.${b}`);
    const open = fc.tuple(fc.constantFrom(8, 23, 93, 151, 203), BYTE, BYTE, BYTE).map((bytes) => bytes.join('.'));
    fc.assert(
      fc.property(fc.oneof(name, open), (host) => {
        fc.pre(canonical(host) === host && !/(?:^|\.)(?:nip|xip|sslip|1u)\b/.test(host));
        expect([host, hostKind(host)]).toEqual([host, undefined]);
      }),
    );
  });
});
