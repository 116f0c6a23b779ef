import { type Reader } from '../reader.js';
import { type Place } from '../types.js';
import { isCode, namesLanguage } from './code.js';
import { documentStrings, isGraphql } from './graphql.js';

/** Reads every key and every string of a parsed value, down to the depth and up to the number of the settings. */
export function readLeaves(reader: Reader, root: unknown, kind: Place['kind'], name?: string): void {
  const { maxDepth, exclude } = reader.settings;
  const excluded = kind === 'body' ? exclude.bodyFields : exclude.params;
  const visit = (value: unknown, path: string | undefined, key: string, depth: number, code: boolean): void => {
    if (typeof value === 'string') {
      readString(reader, value, kind, path, key, code);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    if (depth >= maxDepth) {
      reader.mark('too-deep');
      return;
    }
    if (Array.isArray(value)) {
      for (const item of value) {
        if (reader.done) break;
        visit(item, path, key, depth + 1, code);
      }
    } else visitObject(value as Record<string, unknown>, path, depth);
  };
  const visitObject = (value: Record<string, unknown>, path: string | undefined, depth: number): void => {
    const code = hasLanguage(value);
    for (const key in value) {
      if (reader.done) break;
      if (!Object.hasOwn(value, key) || excluded.has(key)) continue;
      const below = path === undefined ? key : `${path}.${key}`;
      if (reader.read(key, 'name', kind, below)) break;
      visit(value[key], below, key, depth + 1, code);
    }
  };
  visit(root, name, name ?? '', 0, false);
}

function readString(
  reader: Reader,
  text: string,
  kind: Place['kind'],
  path: string | undefined,
  key: string,
  code: boolean,
): void {
  if (key === 'query' && isGraphql(text)) {
    for (const literal of documentStrings(text)) if (reader.read(literal, 'value', kind, path)) return;
    return;
  }
  reader.read(text, code && isCode(key, text) ? 'code' : 'value', kind, path);
}

const hasLanguage = (value: Record<string, unknown>): boolean =>
  namesLanguage('language', value.language) ||
  namesLanguage('lang', value.lang) ||
  namesLanguage('syntax', value.syntax);
