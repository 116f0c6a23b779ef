import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GuardConfigurationError } from '../../../../src/kernel/index.js';
import { Countries } from '../../../../src/sources/geo/index.js';
import { mmdbOf } from '../../../support/mmdb.js';

describe('a file of countries', () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'nestjs-guard-geo-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  const open = async (bytes: Buffer): Promise<Countries> => {
    const database = join(folder, `${Math.random()}.mmdb`);
    writeFileSync(database, bytes);
    const countries = new Countries({ database });
    await countries.open();
    return countries;
  };
  /** Also every first octet, so that there is something of everybody. */
  const everywhere = Object.fromEntries(
    Array.from({ length: 256 }, (_, i) => [`${i}.0.0.0/8`, { country: { iso_code: 'ZZ' } }]),
  );

  it('tells the country of addresses of both families, and of the unknown nothing', async () => {
    const countries = await open(
      mmdbOf({
        '1.0.0.0/8': { country: { iso_code: 'AU' } },
        '8.8.8.0/24': { country: { iso_code: 'US' }, registered_country: { iso_code: 'DE' } },
        '9.9.9.0/24': { registered_country: { iso_code: 'CH' } },
        '2001:db8::/32': { country: { iso_code: 'FR' } },
      }),
    );
    expect(['1.2.3.4', '8.8.8.8', '9.9.9.9', '2001:db8::1'].map((one) => countries.of(one))).toEqual([
      'AU',
      'US',
      'CH',
      'FR',
    ]);
    expect(['10.0.0.1', '8.8.9.8', '2001:db9::1', '::1'].map((one) => countries.of(one))).toEqual(
      new Array(4).fill(undefined),
    );
  });

  it('is read in the forms of IPinfo too', async () => {
    const countries = await open(
      mmdbOf({ '1.0.0.0/8': { country: 'AU' }, '2.0.0.0/8': { country: 'France', country_code: 'FR' } }),
    );
    expect([countries.of('1.2.3.4'), countries.of('2.3.4.5')]).toEqual(['AU', 'FR']);
  });

  it('of IPv4 alone knows nothing of IPv6', async () => {
    const countries = await open(mmdbOf({ '1.0.0.0/8': { country: { iso_code: 'AU' } } }, { ipVersion: 4 }));
    expect([countries.of('1.2.3.4'), countries.of('2001:db8::1')]).toEqual(['AU', undefined]);
  });

  it.each([
    ['is missing', undefined, /cannot be read \(ENOENT\)/],
    ['is none', Buffer.from('<html>Log in to download</html>'), /is no MaxMind file, or is damaged/],
    ['is empty', Buffer.alloc(0), /is no MaxMind file, or is damaged/],
    ['has no countries', mmdbOf({ '1.0.0.0/8': { asn: 'AS64500' } }), /has no countries/],
  ])('that %s stops the start, and says so', async (_what, bytes, message) => {
    const failure = bytes ? open(bytes) : new Countries({ database: join(folder, 'nowhere.mmdb') }).open();
    const error = await failure.then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(GuardConfigurationError);
    expect((error as GuardConfigurationError).problems).toEqual([
      expect.objectContaining({ path: 'country.database', message: expect.stringMatching(message) }),
    ]);
  });

  it('that lost a piece in the middle stops the start', async () => {
    const whole = mmdbOf(everywhere);
    const cut = Buffer.concat([whole.subarray(0, 600), whole.subarray(4000)]);
    await expect(open(cut)).rejects.toThrow(GuardConfigurationError);
    expect((await open(whole)).of('77.1.2.3')).toBe('ZZ');
  });
});

describe('a resolver of countries', () => {
  const of = (answer: unknown): string | undefined =>
    new Countries({ resolver: () => answer as string | undefined }).of('192.0.2.1');

  it('is given the address, and its answer counts in capital letters', async () => {
    const asked: string[] = [];
    const countries = new Countries({
      resolver: (address) => {
        asked.push(address);
        return 'us';
      },
    });
    await countries.open();
    expect(countries.known).toBe(true);
    expect(countries.of('192.0.2.1')).toBe('US');
    expect(asked).toEqual(['192.0.2.1']);
  });

  it('may not know', () => {
    expect([of(undefined), of(null), of('')]).toEqual([undefined, undefined, undefined]);
    expect(new Countries({}).known).toBe(false);
    expect(new Countries({}).of('192.0.2.1')).toBeUndefined();
  });

  it('is an error where it returns anything else', () => {
    for (const answer of ['USA', 'U', '*', 5, {}, Promise.resolve('US'), true])
      expect(() => of(answer)).toThrow(TypeError);
  });
});
