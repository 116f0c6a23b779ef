import fc from 'fast-check';
import { addressSetOf, ClientAddressResolver, parseAddress } from '../../../src/net/index.js';

function resolver(trusted: string[], depth = 1, trustUnix = false): ClientAddressResolver {
  return new ClientAddressResolver({ trusted: addressSetOf(trusted), trustUnix, depth });
}
const PEER = parseAddress('127.0.0.1');
const clientOf = (header: string | undefined, depth = 1, trusted = ['127.0.0.1', '10.0.0.0/8']): string | undefined =>
  resolver(trusted, depth).resolve(PEER, header).address?.text;

describe('ClientAddressResolver', () => {
  it.each([
    ['no header', undefined, '127.0.0.1'],
    ['an empty header', '', '127.0.0.1'],
    ['one entry', '203.0.113.5', '203.0.113.5'],
    ['a port', '203.0.113.5:4711', '203.0.113.5'],
    ['a mapped address', '::ffff:203.0.113.5', '203.0.113.5'],
    ['brackets and a port', '[2001:db8::1]:443', '2001:db8::1'],
    ['brackets', '[2001:db8::1]', '2001:db8::1'],
    ['a bare IPv6 address', '2001:db8::1', '2001:db8::1'],
    ['two entries: the right one', '1.1.1.1, 203.0.113.5', '203.0.113.5'],
    ['a trusted proxy at the right: the one before it', '9.9.9.9, 203.0.113.5, 10.0.0.2', '203.0.113.5'],
    ['trusted proxies only: the leftmost', '10.0.0.1, 10.0.0.2', '10.0.0.1'],
    ['garbage', 'garbage', '127.0.0.1'],
    ['garbage at the right', '203.0.113.5, garbage', '127.0.0.1'],
    ['garbage beyond the client', 'garbage, 203.0.113.5', '203.0.113.5'],
    ['a zone', 'fe80::1%eth0', '127.0.0.1'],
    ['a leading zero', '203.0.113.05', '127.0.0.1'],
    ['a script', '<script>', '127.0.0.1'],
    ['an empty entry at the right', '203.0.113.5,', '127.0.0.1'],
    ['commas only', ',,,', '127.0.0.1'],
    ['an IPv4 address in brackets', '[203.0.113.5]', '127.0.0.1'],
    ['a port that is none', '203.0.113.5:http', '127.0.0.1'],
  ])('from a trusted peer, %s', (_what, header, client) => {
    expect(clientOf(header)).toBe(client);
  });

  it('reads only the end of a header of 1,000 entries', () => {
    const header = [...Array.from({ length: 999 }, (_, i) => `198.51.100.${i % 250}`), '203.0.113.5'].join(', ');
    expect(clientOf(header)).toBe('203.0.113.5');
  });

  it('believes no chain that is shorter than the depth', () => {
    expect(clientOf('203.0.113.5', 2)).toBe('127.0.0.1');
    expect(clientOf('203.0.113.5, 10.0.0.2', 2)).toBe('203.0.113.5');
    expect(clientOf('6.6.6.6, 203.0.113.5', 2)).toBe('203.0.113.5');
  });

  it('never believes a header of a peer that is not trusted, and says that it was there', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const found = resolver(['10.0.0.0/8']).resolve(PEER, header);
        expect(found).toMatchObject({ address: PEER, source: 'peer', ignoredHeader: header !== '' });
      }),
    );
  });

  it('gives what a client typed no influence on the address that the proxy appended', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(clientOf(`${typed}, 203.0.113.5`)).toBe('203.0.113.5');
      }),
    );
  });

  it('says which entry from the right it took', () => {
    expect(resolver(['127.0.0.1', '10.0.0.0/8']).resolve(PEER, '203.0.113.5, 10.0.0.2')).toMatchObject({
      source: 'header',
      hop: 2,
    });
  });

  it('knows no client on a UNIX socket unless it is trusted', () => {
    expect(resolver([]).resolve(undefined, '203.0.113.5')).toMatchObject({ address: undefined, source: 'none' });
    expect(resolver([], 1, true).resolve(undefined, '203.0.113.5').address?.text).toBe('203.0.113.5');
  });
});
