import { type Detector, type Match, type Subject } from '../../subject.js';
import { isReported, tellsAddress } from '../../contents.js';
import { FETCH_FIELD, INCLUDE_FIELD, MET, OAUTH_FIELD, OWN_ADDRESS, REDIRECT_FIELD, URL_FIELD } from './fields.js';
import { type HostKind, hostKind } from './host.js';

const URL_SHAPE = /^[\s"'<(]{0,3}(?:url:)?([a-z][a-z0-9+.-]{1,20}):([\\/]{0,6})([^\\/?#\s]*)([^]*)$/;
const INTERNAL_SCHEME =
  /^(?:gopher|dict|tftp|jar|netdoc|ldap|ldaps|ldapi|rmi|smb|sftp|acap|imap|imaps|pop3|pop3s|telnet|view-source|local_file|rtsp|svn|smtp|unix)$/;
const WEB = /^(?:https?|ftps?|wss?)$/;

/** URLs that lead a server to itself or to its neighbours, and redirects that leave the site unseen. */
export const url: Detector = {
  name: 'url',
  cost: 6,
  longest: 4000,
  documents: false,
  roles: ['name', 'value', 'segment', 'header', 'path'],
  nonAscii: true,
  triggers: [
    '://',
    '\\',
    '\u0000',
    ':/',
    '//',
    '/\\',
    '\\/',
    '\\\\',
    'localhost',
    'http',
    'ftp:',
    '.me',
    '.internal',
    '169.254',
    '100.100',
    'metadata',
    'jar:',
    'netdoc:',
    'url:',
    '.io',
    '/@',
    'script:',
    'script ',
    'javascript',
    '0x',
    'instance-data',
    '/\t',
    '/ ',
    '127.',
    '0.0',
    '0/',
    '0177',
    '::',
    '2130706433',
    'kubernetes',
    'ip6-',
    'ipv6-',
    '.st',
    '168.63',
    '192.0.0',
    '[',
    '/\n',
    '/\r',
    '/\u0000',
    '/\u0001',
    '/%',
    '%',
    ...['127-', '169-254', '7f0000', 'a9fea9fe', '.network', 'oast', 'burpcollaborator', 'interact', 'dnslog'],
    ...['ceye', '1u.ms', 'rbndr', 'r87.', 'xss.ht', 'bxss', 'canarytokens', 'requestrepo', 'dnsbin', 'pingb'],
  ],
  detect(subject) {
    const { lower } = subject;
    if (subject.role === 'path') return pathAway(lower);
    const text = lower.trim();
    const shape = URL_SHAPE.exec(text);
    const relative = redirect(subject, text);
    if (relative) return relative;
    if (!shape || isHostAndPort(shape)) return bareHost(subject, text);
    const [, scheme = '', slashes = '', authority = '', rest = ''] = shape;
    if (
      INTERNAL_SCHEME.test(scheme) &&
      !subject.field.includes(scheme) &&
      (slashes.length > 1 || scheme === 'jar' || scheme === 'netdoc') &&
      !/\s\S+\s/.test(text)
    )
      return ssrf('scheme', 0.65);
    if (!WEB.test(scheme)) {
      const kind =
        slashes === '//'
          ? hostKind(authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d{0,5}$/, ''))
          : undefined;
      return kind === 'metadata' || kind === 'disguised' ? ssrf(kind, 0.65) : undefined;
    }
    return absolute(subject, slashes, authority, rest);
  },
};

function absolute(subject: Subject, slashes: string, authority: string, rest: string): Match | undefined {
  const { field, role, path } = subject;
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1).replace(/:\d{0,5}$/, '');
  const kind = slashes.length === 0 && at < 0 ? hostKindOfRest(authority) : hostKind(unescapeHost(host));
  const never = neverOrdinary(kind) ?? leadsOn(rest);
  if (never) return never;
  const confused =
    /^[\\]|@/.test(rest.slice(0, 80)) && /\\|@[\w.[-]/.test(rest) && /^(?:[\\#?&:]|\/:[\w.]{0,40}@|\s)/.test(rest);
  if (role === 'value' && hidesHost(field, authority, host)) return leaves('authority', 0.6);
  const odd = at >= 0 || confused || slashes.length !== 2 || /\\/.test(slashes);
  const inward = kind === 'loopback' || kind === 'private';
  if (inward && (odd ? at >= 0 || role !== 'header' : ANOTHER_LINE.test(rest))) return ssrf(kind, 0.7);
  if (role === 'header' || role === 'name') return undefined;
  if (inward && FETCH_FIELD.test(field) && !isOwn(field) && !MET.test(path) && !tellsAddress(path))
    return ssrf(kind, 0.6);
  if (inward && probes(subject, authority, rest)) return ssrf(kind, 0.6);
  if (REDIRECT_FIELD.test(field) && odd && (at < 0 || !isLogin(authority) || slashes.length !== 2))
    return leaves('authority', 0.6);
  if (confused && kind === undefined && /^[\\#]|^\/:|\s@/.test(rest)) return leaves('authority', 0.55);
  if (
    /^(?:\d{1,3}\.){3}\d{1,3}$|^\[?[0-9a-f]{1,4}:[0-9a-f:]+\]?$/.test(authority.replace(/:\d{2,5}$/, '')) &&
    /\.(?:php|txt|inc|asp|jsp)\W{0,3}$/.test(rest)
  ) {
    return { category: 'rfi', what: 'address', confidence: 0.6, offset: 0 };
  }
  const included =
    INCLUDE_FIELD.test(field) &&
    (/\.(?:php\d?|txt|inc|asp|jsp|dat|cmd|sh)\??\W{0,3}$|\?{1,2}$|%00|\u0000/.test(rest) ||
      SHELL_PARAMETER.test(rest) ||
      path.includes('['));
  return included ? { category: 'rfi', what: 'include', confidence: 0.6, offset: 0 } : undefined;
}

/** `localhost:22`, `h.example:80/x`: what stands before the colon is no scheme. */
const isHostAndPort = ([, scheme = '', slashes]: RegExpExecArray): boolean =>
  slashes === '' && (scheme === 'localhost' || scheme.includes('.'));

/** What no address is ever for but to reach inside, or to tell that it was asked. */
function neverOrdinary(kind: HostKind): Match | undefined {
  if (kind === 'metadata') return ssrf('metadata', 0.85);
  if (kind === 'disguised') return ssrf('disguised-address', 0.7);
  return kind === 'callback' ? ssrf('callback-host', 0.7) : undefined;
}

/** A host that is told where to send whoever asks it: to metadata. */
function leadsOn(rest: string): Match | undefined {
  const host = /[=/]https?(?::|%3a)(?:\/|%2f){2}([\w.[\]:-]{1,80}?)(?::\d{1,5})?(?:[/?#&%]|$)/.exec(rest)?.[1];
  return host !== undefined && hostKind(host) === 'metadata' ? ssrf('metadata', 0.7) : undefined;
}

/** `user:word@`, as clients are given logins; `example.com:443@` is a host for who reads only so far. */
const isLogin = (authority: string): boolean =>
  /^[\w.-]+:[^@]*@/.test(authority) && !/^[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}:\d{0,5}@/.test(authority);

/** A sign that ends the name of a host, encoded so that only the next reader sees it: in the host, or in a user without a word. */
const hidesHost = (field: string, authority: string, host: string): boolean =>
  /^[^:@]{0,100}%(?:2f|5c|23|3f)[^:@]{0,100}(?::[^@]{0,100}@[^@]{0,100})?@/.test(authority) ||
  (/%(?:40|23|5c|3f)/.test(host) && REDIRECT_FIELD.test(field));
/** Line breaks by which an address becomes what a service without HTTP is told. */
const ANOTHER_LINE = /%0[ad]|[\r\n]\S/;
/** A script elsewhere that is told a command. */
const SHELL_PARAMETER =
  /^[^?#]{1,200}\.(?:php\d?|aspx?|jspx?|inc|txt|cgi|pl|gif|jpe?g|png)\?(?:[^#]{0,100}&)?(?:cmd|command|exec|execute|shell)=/;

/** Ports of services that are spoken to in other languages, and pages that are for nobody outside. */
const SERVICE = /:(?:2[1235]|110|143|389|445|3306|3389|5432|6379|11211|27017)$/;
const INSIDE = /^\/(?:admin|manager|server-(?:status|info)|internal|private|actuator|latest\/meta)\b/;

/** An address of the own network where none was asked for, that feels for what is there. */
const probes = ({ field, path, place }: Subject, authority: string, rest: string): boolean =>
  !/\s/.test(rest) &&
  !isOwn(field) &&
  !REDIRECT_FIELD.test(field) &&
  !MET.test(path) &&
  !(place === 'body' && (tellsAddress(path) || isReported(path, field))) &&
  (SERVICE.test(authority) || INSIDE.test(rest));

/** A first segment that is the name of a file, after a slash too many. */
const FILE =
  /^\/\/[^/?#]{0,80}\.(?:html?|ico|txt|xml|json|js|mjs|css|map|png|jpe?g|gif|svg|webp|php|aspx?|jsp|pdf|zip|woff2?|webmanifest)(?:$|[/?#])/;

/** An address of a service without HTTP, as a part of a path. */
const WITHOUT_HTTP = /\/(?:gopher|dict|tftp|ldaps?|sftp|telnet|imaps?|netdoc|smb):\/\/[^/]/;

/** A path that a server which redirects (to a slash at the end, say) makes an address of another host. */
function pathAway(path: string): Match | undefined {
  if (WITHOUT_HTTP.test(path)) return ssrf('scheme', 0.65);
  const inner = /\/(?:https?|ftp):\/{1,2}(?:[^/?#@]{0,80}@)?([^/?#@\s]{1,80}?)(?::\d{1,5})?(?:[/?#]|$)/.exec(path)?.[1];
  const kind = inner === undefined ? undefined : hostKind(inner);
  if (kind !== undefined) return neverOrdinary(kind) ?? ssrf(kind, 0.6);
  if (/^\/(?:\\|%5c)/.test(path) || /^\/https?:\/{1,2}[^/?#]{0,80}@/.test(path)) return leaves('authority', 0.6);
  const host = /^\/\/[\w-]{1,60}(?:\.[\w-]{1,60}){0,5}\.[a-z]{2,12}(?:$|\/)/.test(path) && !FILE.test(path);
  return host ? leaves('scheme-relative', 0.6) : undefined;
}

const isOwn = (field: string): boolean => OAUTH_FIELD.test(field) || OWN_ADDRESS.test(field);
const hostKindOfRest = (authority: string) => hostKind(authority.replace(/:\d{0,5}$/, ''));
const unescapeHost = (host: string): string => host.replace(/%2e/g, '.').replace(/%00|%09/g, '');

/** `//host`, `/\host`, `///host`, `/<tab>/host`, `\/\/host`, `https:host` where a path of the site was meant. */
function redirect({ field, role }: Subject, text: string): Match | undefined {
  if (role !== 'value' || !REDIRECT_FIELD.test(field)) return undefined;
  if (
    /^[\\/.]{0,3}(?:[\\/][\\/\s\u0000-\u0020%09]{1,12}|%09|[\u3031-\u3035]|\ufffd)[\\/]*[^\\/\s]{0,80}[@\\]|^(?:\/\/[\s\u0000-\u0020]+\/|\/\\|\\\/|\\\\|\/{3,}|\/[\s\u0000-\u0020]+\/|\/(?:%09|%0[ad]|%5c))|^\/?\s{0,3}(?:https?|ftp):\/?(?![/])[\w\\%[<]|^\/{1,2}\s{0,3}(?:https?:|javascript:)|^[\u0000-\u001f\ufffd]+\/\/\w/.test(
      text,
    )
  ) {
    return leaves('relative', 0.6);
  }
  if (
    /^\/\/[\w-]{1,60}(?:[.\u3002\uff0e\uff61][\w-]{1,60}){1,6}(?:[/:?#].*)?$/.test(text) &&
    !/^(?:url|uri|link|image_url|target|u|ref|view)$/.test(field)
  )
    return leaves('scheme-relative', 0.55);
  return /^\/?[\s\\/]{0,4}javascript\s{0,3}:/.test(text) ? leaves('script', 0.7) : undefined;
}

/** A host without a scheme, where a URL to fetch is meant. */
function bareHost({ field, role }: Subject, text: string): Match | undefined {
  if (/^(?:host|gateway)\.(?:docker|containers|minikube)\.internal\b/.test(text)) return ssrf('container-host', 0.55);
  if (role !== 'value') return undefined;
  if (INCLUDE_FIELD.test(field) && /^\/\/[\w-]+(?:\.[\w-]+)+\/\S{0,200}\.(?:php\d?|txt|inc|asp|jsp)\W{0,3}$/.test(text))
    return { category: 'rfi', what: 'include', confidence: 0.6, offset: 0 };
  const host = /^(?:\/\/)?([\w.[\]:-]{1,80}?)(:\d{1,5})?(\/.*)?$/.exec(text);
  if (!host) return undefined;
  const kind = hostKind(host[1]!);
  // A name below one of these is nobody's but who waits for it to be asked for.
  if ((kind === 'callback' || kind === 'disguised') && /\.[a-z]{2,20}$/.test(host[1]!))
    return /^[^.]+\.[^.]+$/.test(host[1]!)
      ? undefined
      : ssrf(kind === 'callback' ? 'callback-host' : 'disguised-address', 0.6);
  if (!FETCH_FIELD.test(field)) return undefined;
  const [, , port, rest] = host;
  if (kind === 'metadata') return rest === undefined && host[1] === 'metadata' ? undefined : ssrf('metadata', 0.7);
  const addressed =
    rest !== undefined || text.includes('.') || (port !== undefined && (text.startsWith('[') || URL_FIELD.test(field)));
  return kind === 'loopback' && addressed && !/^(?:127\.0\.0\.1|0\.0\.0\.0|::1?)$/.test(text)
    ? ssrf('loopback', 0.55)
    : undefined;
}

const ssrf = (what: string, confidence: number): Match => ({ category: 'ssrf', what, confidence, offset: 0 });
const leaves = (what: string, confidence: number): Match => ({
  category: 'open-redirect',
  what,
  confidence,
  offset: 0,
});
