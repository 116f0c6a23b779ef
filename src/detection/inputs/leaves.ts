import { type Reader } from '../reader.js';
import { pathBelow } from '../names.js';
import { type Place } from '../types.js';
import { isCode, isCodeBlock, isTextOfBlock, namesLanguage, namesSource } from './code.js';
import { innerJson } from './json.js';
import { mayBeDocument, readBatch, readDocument } from './graphql/index.js';

/** Reads every key and every string of a parsed value, down to the depth and up to the number of the settings. */
export function readLeaves(reader: Reader, root: unknown, kind: Place['kind'], name?: string): void {
  if (Array.isArray(root)) readBatch(reader, root, kind, name);
  readLeaf(reader, root, kind, name, name ?? '', 0, undefined, undefined);
}

/** Names at one place of a list's items in which nothing was seen, and those below each: most items have the same ones. */
class Names {
  readonly known = new Set<string>();
  private readonly inner = new Map<string, Names>();

  below(key: string): Names {
    let names = this.inner.get(key);
    if (!names) this.inner.set(key, (names = new Names()));
    return names;
  }
}

function readLeaf(
  reader: Reader,
  value: unknown,
  kind: Place['kind'],
  path: string | undefined,
  key: string,
  depth: number,
  code: Code,
  names: Names | undefined,
): void {
  if (typeof value === 'string') {
    readString(reader, value, kind, path, key, depth, code);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth >= reader.settings.maxDepth) {
    reader.mark('too-deep');
    return;
  }
  if (Array.isArray(value)) {
    const own = names ?? new Names();
    for (const item of value) {
      if (reader.done) return;
      readLeaf(reader, item, kind, path, key, depth + 1, code, own);
    }
  } else readObject(reader, value as Record<string, unknown>, kind, path, depth + 1, code, names);
}

function readObject(
  reader: Reader,
  value: Record<string, unknown>,
  kind: Place['kind'],
  path: string | undefined,
  depth: number,
  around: Code,
  names: Names | undefined,
): void {
  const { bodyFields, params } = reader.settings.exclude;
  const excluded = kind === 'body' ? bodyFields : params;
  const code = reader.settings.declaredCode ? codeOf(value, path, around) : undefined;
  for (const key in value) {
    if (reader.done) return;
    if (!Object.hasOwn(value, key) || (excluded.size > 0 && excluded.has(key))) continue;
    const below = pathBelow(path, key);
    if (reader.readName(key, kind, below, names?.known)) return;
    const item = value[key];
    readLeaf(reader, item, kind, below, key, depth, code, typeof item === 'object' ? names?.below(key) : undefined);
  }
}

function readString(
  reader: Reader,
  text: string,
  kind: Place['kind'],
  path: string | undefined,
  key: string,
  depth: number,
  code: Code,
): void {
  if (mayBeDocument(key) && (readDocument(reader, text, kind, path) || reader.done)) return;
  const inner = innerJson(reader, text);
  if (inner !== undefined) readLeaf(reader, inner, kind, path, key, depth + 1, undefined, undefined);
  else reader.read(text, isSource(code, key, text) ? 'code' : 'value', kind, path);
}

/** What says that texts of an object are source code: the name of a language or of a file beside them, or a block of code around. */
type Code = 'language' | 'block' | undefined;

function codeOf(value: Record<string, unknown>, path: string | undefined, around: Code): Code {
  // Not the whole request: it says of itself what it likes.
  if (around === 'block' || (path !== undefined && isCodeBlock(value.type))) return 'block';
  return hasLanguage(value) ? 'language' : undefined;
}

const isSource = (code: Code, key: string, text: string): boolean =>
  code === 'block' ? isTextOfBlock(key) : code === 'language' && isCode(key, text);

const hasLanguage = (value: Record<string, unknown>): boolean =>
  namesLanguage('language', value.language) ||
  namesLanguage('lang', value.lang) ||
  namesLanguage('syntax', value.syntax) ||
  namesLanguage('runtime', value.runtime) ||
  namesSource('filename', value.filename) ||
  namesSource('path', value.path);
