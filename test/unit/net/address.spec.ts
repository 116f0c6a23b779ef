import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { AddressSet, addressSetOf, bucketOf, parseAddress, parseNetwork } from '../../../src/net/index.js';

const v4 = fc.ipV4();
// The oracle takes the deprecated `::1.2.3.4` for IPv4; tails in dotted form have cases of their own below.
const v6 = fc.ipV6().filter((text) => !text.includes('.'));

/** What ipaddr.js, an independent reader, makes of an address. */
function oracle(text: string): string | undefined {
  if (!ipaddr.isValid(text)) return undefined;
  const parsed = ipaddr.process(text);
  return parsed.kind() === 'ipv6' ? (parsed as ipaddr.IPv6).toRFC5952String() : parsed.toString();
}

describe('parseAddress', () => {
  it('agrees with an independent reader on every IPv4 address', () => {
    fc.assert(fc.property(v4, (text) => expect(parseAddress(text)?.text).toBe(oracle(text))));
  });

  it('agrees with an independent reader on every IPv6 address', () => {
    fc.assert(fc.property(v6, (text) => expect(parseAddress(text)?.text).toBe(oracle(text))));
  });

  it('writes what it read in a form that it reads the same way', () => {
    fc.assert(
      fc.property(fc.oneof(v4, v6), (text) => {
        const once = parseAddress(text);
        expect(parseAddress(once?.text ?? '')).toEqual(once);
      }),
    );
  });

  it('never throws and never accepts what is no address to Node either', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const parsed = parseAddress(text);
        if (parsed) expect(ipaddr.isValid(text)).toBe(true);
      }),
    );
  });

  it.each([
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::FFFF:7f00:1', '127.0.0.1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['::', '::'],
    ['::1.2.3.4', '::102:304'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['0:0:0:0:0:0:0:0', '::'],
  ])('reads %s as %s', (text, canonical) => {
    expect(parseAddress(text)?.text).toBe(canonical);
  });

  it.each([
    ['an octal part', '010.0.0.1'],
    ['a hexadecimal address', '0x7f.0.0.1'],
    ['an integer', '2130706433'],
    ['three parts', '127.0.1'],
    ['five parts', '1.2.3.4.5'],
    ['a part over 255', '256.1.1.1'],
    ['an empty part', '1..2.3'],
    ['a zone', 'fe80::1%eth0'],
    ['a port', '1.2.3.4:80'],
    ['brackets', '[::1]'],
    ['nothing', ''],
    ['blanks', ' 1.2.3.4'],
    ['a long text', '1'.repeat(1000)],
  ])('refuses %s', (_what, text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

describe('parseNetwork', () => {
  it('clears host bits and keeps the prefix', () => {
    expect(parseNetwork('10.1.2.3/8')?.text).toBe('10.0.0.0/8');
    expect(parseNetwork('2001:db8:ffff::1/33')?.text).toBe('2001:db8:8000::/33');
    expect(parseNetwork('0.0.0.0/0')?.text).toBe('0.0.0.0/0');
  });

  it('reads an address alone as a network of one', () => {
    expect(parseNetwork('10.1.2.3')).toMatchObject({ prefix: 32, text: '10.1.2.3' });
    expect(parseNetwork('::1/128')?.text).toBe('::1');
  });

  it('counts the prefix of a mapped network in IPv4 bits', () => {
    expect(parseNetwork('::ffff:10.0.0.0/104')?.text).toBe('10.0.0.0/8');
    expect(parseNetwork('::ffff:10.0.0.0/8')).toBeUndefined();
  });

  it.each(['10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/', '10.0.0.0/08', '::/129', '10.0.0.0/8/8', 'x/8', '10.0.0.0/ 8'])(
    'refuses %s',
    (text) => expect(parseNetwork(text)).toBeUndefined(),
  );
});

describe('AddressSet', () => {
  const network = fc.oneof(
    fc.tuple(v4, fc.integer({ min: 0, max: 32 })).map(([ip, prefix]) => `${ip}/${prefix}`),
    fc.tuple(v6, fc.integer({ min: 0, max: 128 })).map(([ip, prefix]) => `${ip}/${prefix}`),
  );

  it('has exactly the addresses that an independent reader finds in its networks', () => {
    fc.assert(
      fc.property(fc.array(network, { maxLength: 20 }), fc.array(fc.oneof(v4, v6), { maxLength: 20 }), (nets, ips) => {
        const valid = nets.filter((text) => parseNetwork(text));
        const set = addressSetOf(valid);
        const ranges = valid.map((text) => ipaddr.parseCIDR(text));
        const bases = valid.map((text) => text.split('/')[0] as string);
        for (const text of [...ips, ...bases]) {
          const address = parseAddress(text);
          if (!address) continue;
          const parsed = ipaddr.parse(address.text);
          const expected = ranges.some(([base, prefix]) => base.kind() === parsed.kind() && parsed.match(base, prefix));
          expect(set.has(address)).toBe(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('holds the first and the last address of a range and neither neighbour', () => {
    const set = addressSetOf(['10.0.0.0/8', '2001:db8::/32']);
    const has = (text: string): boolean => set.has(parseAddress(text) as never);
    expect(['10.0.0.0', '10.255.255.255', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'].map(has)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['9.255.255.255', '11.0.0.0', '2001:db7:ffff::', '2001:db9::'].map(has)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('is empty without networks, and says so', () => {
    expect(AddressSet.EMPTY.isEmpty).toBe(true);
    expect(addressSetOf(['::/0']).isEmpty).toBe(false);
  });

  it('refuses what is no network', () => {
    expect(() => addressSetOf(['10.0.0.0/99'])).toThrow(TypeError);
  });
});

describe('bucketOf', () => {
  const bucket = (text: string, prefix?: number): string => bucketOf(parseAddress(text) as never, prefix);

  it('is the address itself for IPv4 and for mapped IPv4', () => {
    expect(bucket('203.0.113.9')).toBe('203.0.113.9');
    expect(bucket('::ffff:203.0.113.9')).toBe('203.0.113.9');
  });

  it('is one for a whole /64 and another for the next', () => {
    expect(bucket('2001:db8:1:2::1')).toBe(bucket('2001:db8:1:2:ffff::9'));
    expect(bucket('2001:db8:1:2::1')).not.toBe(bucket('2001:db8:1:3::1'));
  });

  it('cuts inside a group where the prefix says so', () => {
    expect(bucket('2001:db8:1:12ff::1', 56)).toBe(bucket('2001:db8:1:1200::1', 56));
    expect(bucket('2001:db8:1:12ff::1', 56)).not.toBe(bucket('2001:db8:1:1300::1', 56));
  });
});
