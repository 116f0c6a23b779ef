/**
 * Writes MaxMind DB files (format 2.0, https://maxmind.github.io/MaxMind-DB/), so that tests read real ones: records of
 * 24 bits, maps of text and numbers.
 */
type Value = string | number | { readonly [key: string]: Value };

const NODE = 6;
const SEPARATOR = 16;

export interface MmdbOptions {
  readonly ipVersion?: 4 | 6;
}

/** A file with a record for each network: `{ '192.0.2.0/24': { country: { iso_code: 'US' } } }`. */
export function mmdbOf(networks: Readonly<Record<string, Value>>, { ipVersion = 6 }: MmdbOptions = {}): Buffer {
  // A side is a node, a record (its offset in the data, as a negative number less one), or nothing.
  const nodes: [number | undefined, number | undefined][] = [[undefined, undefined]];
  let data = Buffer.alloc(0);
  for (const [network, value] of Object.entries(networks)) {
    const bits = bitsOf(network, ipVersion);
    const record = -data.length - 1;
    data = Buffer.concat([data, encode(value)]);
    let node = 0;
    bits.forEach((bit, i) => {
      const sides = nodes[node] as (typeof nodes)[number];
      if (i === bits.length - 1) {
        sides[bit] = record;
        return;
      }
      sides[bit] ??= nodes.push([undefined, undefined]) - 1;
      node = sides[bit];
    });
  }
  const tree = Buffer.alloc(nodes.length * NODE);
  nodes.forEach((sides, i) =>
    sides.forEach((side, j) => {
      const value = side === undefined ? nodes.length : side < 0 ? nodes.length + SEPARATOR - side - 1 : side;
      tree.writeUIntBE(value, i * NODE + j * 3, 3);
    }),
  );
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_790_000_000,
    database_type: 'Test-Country',
    description: { en: 'made by a test' },
    ip_version: ipVersion,
    node_count: nodes.length,
    record_size: 24,
  });
  const mark = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from('MaxMind.com')]);
  return Buffer.concat([tree, Buffer.alloc(SEPARATOR), data, mark, metadata]);
}

function bitsOf(network: string, ipVersion: 4 | 6): (0 | 1)[] {
  const [address = '', prefix = ''] = network.split('/');
  const isV6 = address.includes(':');
  const bytes = isV6 ? groupsOf(address) : address.split('.').map(Number);
  // In a file of both, IPv4 is the first 96 bits of zeros.
  const lead = ipVersion === 6 && !isV6 ? 96 : 0;
  const bits = [...new Array<0>(lead).fill(0), ...bytes.flatMap((byte) => [...byte.toString(2).padStart(8, '0')])];
  return bits.slice(0, lead + Number(prefix)).map((bit) => Number(bit) as 0 | 1);
}

function groupsOf(address: string): number[] {
  const [head = '', tail = ''] = address.split('::').map((part) => part);
  const read = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
  const [a, b] = [read(head), read(tail)];
  return [...a, ...new Array<number>(8 - a.length - b.length).fill(0), ...b].flatMap((group) => [
    group >> 8,
    group & 255,
  ]);
}

function encode(value: Value): Buffer {
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([control(2, bytes.length), bytes]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([control(7, entries.length), ...entries.flatMap(([key, one]) => [encode(key), encode(one)])]);
}

function control(type: number, size: number): Buffer {
  if (size < 29) return Buffer.from([(type << 5) | size]);
  return Buffer.from([(type << 5) | 29, size - 29]);
}
