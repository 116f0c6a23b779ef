import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { truncateAddresses } from '../../../../src/telemetry/redaction/addresses.js';
import { Redaction, TRUNCATED } from '../../../../src/telemetry/redaction/index.js';

const USUAL = { ipv4: 24, ipv6: 48 };
const cut = (text: string): string => truncateAddresses(text, USUAL);

describe('addresses in a text', () => {
  it.each([
    ['203.0.113.9', '203.0.113.0'],
    ['203.0.113.9:8080', '203.0.113.0:8080'],
    ['from 203.0.113.9.', 'from 203.0.113.0.'],
    ['203.0.113.9, 198.51.100.7', '203.0.113.0, 198.51.100.0'],
    ['2001:db8:1:2::9', '2001:db8:1::'],
    ['[2001:DB8:1:2:3:4:5:6]:443', '[2001:db8:1::]:443'],
    ['2001:db8:1:2::9: refused', '2001:db8:1::: refused'],
    ['fe80::1%eth0', 'fe80::%eth0'],
    ['::ffff:203.0.113.9', '203.0.113.0'],
    ['::ffff:cb00:7109', '203.0.113.0'],
    ['::1', '::'],
    ['v203.0.113.9x', 'v203.0.113.0x'],
  ])('%s becomes %s', (text, expected) => {
    expect(cut(text)).toBe(expected);
  });

  it.each([
    '12:30:45',
    '2026-01-02T03:04:05.678Z',
    '1.2.3',
    '1.2.3.4.5',
    '999.1.1.1',
    'Foo::bar',
    'a:b',
    '',
    ':',
    '...',
  ])('%j is none and stays', (text) => {
    expect(cut(text)).toBe(text);
  });

  it('keep as many bits as are asked for', () => {
    expect(truncateAddresses('203.0.113.9 2001:db8:1:2::9', { ipv4: 0, ipv6: 0 })).toBe('0.0.0.0 ::');
    expect(truncateAddresses('203.0.113.9 2001:db8:1:2::9', { ipv4: 12, ipv6: 64 })).toBe('203.0.0.0 2001:db8:1:2::');
    expect(truncateAddresses('203.0.113.9 2001:db8::9', { ipv4: 32, ipv6: 128 })).toBe('203.0.113.9 2001:db8::9');
  });

  it('never survive whole, whatever stands around them', () => {
    const around = fc.string({ unit: fc.constantFrom(' ', ',', '"', '/', '[', ']', '=', 'é', '\n'), maxLength: 5 });
    fc.assert(
      fc.property(around, fc.oneof(fc.ipV4(), fc.ipV6()), around, (before, address, after) => {
        const once = cut(before + address + after);
        expect(cut(once)).toBe(once);
        if (address.includes('.') && !address.includes(':')) {
          expect(once).toContain(address.replace(/\d+$/, '0'));
        }
      }),
    );
  });

  it('take time in proportion to the length of the text', () => {
    for (const unit of ['1.', '1:', ':', 'a', '1', 'f:1.', '::1 ']) {
      const time = (length: number): number => {
        const text = unit.repeat(length / unit.length);
        const started = performance.now();
        cut(text);
        return performance.now() - started;
      };
      time(10_000);
      // Quadratic time would be seconds here.
      expect(time(200_000)).toBeLessThan(1_000);
    }
  });
});

describe('a text that is cut', () => {
  it('leaves no whole or broken address, wherever the cut is', () => {
    for (let maxText = 1; maxText <= 180; maxText++) {
      const redaction = new Redaction({ maxText, addresses: USUAL });
      for (const address of ['203.0.113.199', '2001:db8:1:ffff:ffff:ffff:ffff:1999']) {
        const text = redaction.value(`0123456 ${`${address} `.repeat(20)}`) as string;
        expect(text).toContain(TRUNCATED);
        expect(text.replace(TRUNCATED, '').length).toBeLessThanOrEqual(maxText);
        expect(text).not.toMatch(/113\.1|ffff/);
      }
    }
  });
});

describe('a line of the log', () => {
  it('is as it was where addresses are whole', () => {
    expect(new Redaction().line('203.0.113.9')).toBe('203.0.113.9');
    expect(new Redaction({ addresses: USUAL }).line('Blocked 203.0.113.9')).toBe('Blocked 203.0.113.0');
  });
});
