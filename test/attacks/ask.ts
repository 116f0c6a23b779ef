import {
  createDetectionEngine,
  DEFAULT_DETECTION_SETTINGS,
  type DetectionSettings,
  type Inspection,
} from '../../src/detection/index.js';
import { type Example } from './baseline.js';

const engine = createDetectionEngine();
/** What is off by default is looked for too. */
const SETTINGS: DetectionSettings = { ...DEFAULT_DETECTION_SETTINGS, off: new Set() };

const head = (target: string, headers: Record<string, string> = {}) =>
  engine.inspectHead({ method: 'GET', target, headers }, SETTINGS);
const body = (text: string, type: string) =>
  engine.inspectRawBody({ bytes: Buffer.from(text), type, truncated: false }, SETTINGS);
/** As clients encode: lone surrogates, which have no encoding, as U+FFFD. */
const encode = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const part = (disposition: string, text: string): string =>
  `--edge\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${text}\r\n--edge--\r\n`;

const ASK: Record<Example['place'], (text: string, name: string) => Inspection | undefined> = {
  query: (text, name) => head(`/search?${encode(name)}=${encode(text)}`),
  key: (text) => head(`/search?${encode(text)}=1`),
  path: (text) => head(`/items/${encode(text)}`),
  header: (text, name) => head('/', { [name]: text }),
  cookie: (text, name) => head('/', { cookie: `${encode(name)}=${encode(text)}` }),
  json: (text, name) => body(JSON.stringify({ [name]: text }), 'application/json'),
  form: (text, name) => body(`a=1&${encode(name)}=${encode(text)}`, 'application/x-www-form-urlencoded'),
  xml: (text, name) => body(`<a><b ${name}="1"/><c>${escapeXml(text)}</c></a>`, 'application/xml'),
  multipart: (text, name) => body(part(`name="${name}"`, text), 'multipart/form-data; boundary=edge'),
  file: (text, name) => body(part(`name="${name}"; filename="a.txt"`, text), 'multipart/form-data; boundary=edge'),
  filename: (text, name) =>
    body(part(`name="${name}"; filename="${text.replaceAll('"', '%22')}"`, 'x'), 'multipart/form-data; boundary=edge'),
  graphql: (text) =>
    body(
      JSON.stringify({ query: 'query A($a: String!) { b(a: $a) { c } }', variables: { a: text } }),
      'application/json',
    ),
};

/** What the engine says of a text at a place: `sqli sql:tautology`, or `-`. */
export function verdictOf({ text, place, name = 'q' }: Omit<Example, 'verdict'>): string {
  const finding = ASK[place](text, name)?.finding;
  return finding ? `${finding.category} ${finding.detector}` : '-';
}
