export type HostKind = 'metadata' | 'disguised' | 'loopback' | 'private' | 'callback' | undefined;

const METADATA = new Set([
  '169.254.169.254',
  '100.100.100.200',
  '169.254.170.2',
  '192.0.0.192',
  '168.63.129.16',
  'metadata.google.internal',
  'metadata',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.tencentyun.com',
  '[fd00:ec2::254]',
  'rancher-metadata',
  'kubernetes.default.svc',
  'kubernetes.default',
]);
const LOOPBACK =
  /^(?:localhost|ip(?:v)?6-localhost|ip6-loopback|localhost\.localdomain|(?:[\w-]+\.)*(?:localtest\.me|lvh\.me|vcap\.me|lacolhost\.com|fbi\.com\.localdomain|localho\.st|yoogle\.com|readme\.localtest\.me|ulvh\.me|fuf\.me)|(?:host|gateway|kubernetes)\.(?:docker|containers|minikube)\.internal|host\.lima\.internal|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|0\.0\.0\.0|\[::1?\]|\[(?:0{1,4}:){7}0{0,3}[01]\])$/;
const PRIVATE =
  /^(?:10\.\d{1,3}\.\d{1,3}\.\d{1,3}|192\.168\.\d{1,3}\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])\.\d{1,3}\.\d{1,3}|169\.254\.\d{1,3}\.\d{1,3}|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.\d{1,3}\.\d{1,3}|\[f[cd][0-9a-f]{2}:[^\]]{1,40}\]|\[fe[89ab][0-9a-f]:[^\]]{1,40}\])$/;
/** An address in a notation that nobody writes but everybody's resolver reads. */
const ODD =
  /^(?:0x[0-9a-f]{1,20}(?:\.(?:0x[0-9a-f]{1,8}|\d{1,10})){0,3}|\d{6,12}|0\d{1,12}(?:\.\d{1,12}){0,3}|\d{1,3}(?:\.\d{1,10}){1,2}|(?:\d{1,3}\.){0,3}0(?:x[0-9a-f]{1,4}|\d{1,4})(?:\.\w{1,8}){0,3}|0|(?:25[6-9]|2[6-9]\d|[3-9]\d{2}|\d{4,12})\.\d{1,12}\.\d{1,12}\.\d{1,12}|\[::(?:ffff:)?(?:\d{1,3}\.){3}\d{1,3}\]|\[(?:[0-9a-f]{0,4}:){1,6}ffff:[0-9a-f:.]{1,20}\]|\[[0-9a-f:]{1,30}:(?:\d{1,3}\.){3}\d{1,3}\]|\[(?:64:ff9b::)[0-9a-f:.]{1,20}\])$/;
const RESOLVES_INWARD = /(?:^|\.)(?:nip|xip|sslip)\.io$|(?:^|\.)(?:rebind\.network|r3dir\.me)$|^spoofed\.[\w-]+\.oast/;
/** Loopback or metadata, written into a name: who resolves it gets that address, now or the second time. */
const NAMES_ADDRESS =
  /(?:^|[.-])(?:127(?:[.-]\d{1,3}){3}|169[.-]254[.-]169[.-]254|7f0000[0-9a-f]{2}|a9fea9fe)(?:-\w{1,10})?\.(?:[\w-]{1,60}\.){0,8}[a-z]{2,20}$/;
const CALLBACK =
  /(?:^|\.)(?:burpcollaborator\.net|oastify\.com|oast\.(?:pro|live|site|online|fun|me)|interact\.sh|interactsh\.com|dnslog\.cn|ceye\.io|dns\.1u\.ms|1u\.ms|rbndr\.us|r87\.(?:me|com)|xss\.ht|bxss\.me|canarytokens\.com|requestrepo\.com|dnsbin\.zhack\.ca|pingb\.in)$/;

/** What a host in a URL is, in whatever notation. `host` as it stands between the slashes, without user and port. */
export function hostKind(host: string): HostKind {
  const plain = host
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u3002\uff0e\uff61]/g, '.')
    .replace(/\.$/, '');
  const octal = plain
    .split('.')
    .some((part) => part.length > 1 && part.length < 4 && part.startsWith('0') && /^\d+$/.test(part));
  if (METADATA.has(plain)) return 'metadata';
  const address = canonicalIpv4(plain);
  if (address !== undefined && address !== plain && (METADATA.has(address) || isInward(address))) return 'disguised';
  const inward = isInward(plain);
  if (plain !== host.toLowerCase().replace(/\.$/, '') && (inward || ODD.test(plain))) return 'disguised';
  if (octal && /^[\d.]+$/.test(plain)) return 'disguised';
  if (LOOPBACK.test(plain)) return 'loopback';
  if (PRIVATE.test(plain)) return 'private';
  if (ODD.test(plain) || resolvesInward(plain)) return 'disguised';
  return CALLBACK.test(plain) ? 'callback' : undefined;
}

/** A name whose owner lets it resolve to addresses of the network that asks. */
const resolvesInward = (name: string): boolean => RESOLVES_INWARD.test(name) || NAMES_ADDRESS.test(name);

const isInward = (address: string): boolean => LOOPBACK.test(address) || PRIVATE.test(address);

/**
 * The address that a notation in one to four decimal, octal or hexadecimal parts stands for, as the URL parser of the
 * WHATWG reads it; undefined for a name.
 */
function canonicalIpv4(host: string): string | undefined {
  const parts = host.split('.');
  if (parts.length > 4 || !parts.every((part) => /^(?:0x[0-9a-f]{0,10}|\d{1,12})$/.test(part))) return undefined;
  const numbers = parts.map(numberOf);
  const last = numbers.pop()!;
  if (numbers.some((value) => !(value < 256)) || !(last < 256 ** (4 - numbers.length))) return undefined;
  const value = numbers.reduce((sum, number, i) => sum + number * 256 ** (3 - i), last);
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** NaN for digits that are none of their base. */
function numberOf(part: string): number {
  if (part.startsWith('0x')) return part === '0x' ? 0 : Number(part);
  return part.length > 1 && part.startsWith('0') ? Number(`0o${part.slice(1)}`) : Number(part);
}
