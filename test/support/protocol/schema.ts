import { createDecipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';

/** The kinds of bodies that the protocol knows. */
export type Message = 'batch' | 'envelope' | 'payload' | 'status';

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
ajv.addSchema(
  JSON.parse(readFileSync(join(process.cwd(), 'test/support/protocol/agent-protocol.schema.json'), 'utf8')),
);

/** What the schema finds wrong with a body; empty where it is valid. */
export function problemsOf(message: Message, body: unknown): string[] {
  const validate = ajv.getSchema(`agent-protocol#/definitions/${message}`);
  if (!validate) throw new Error(`the schema has no ${message}`);
  if (validate(body) === true) return [];
  return (validate.errors ?? []).map(({ instancePath, message: text }) => `${instancePath} ${text}`);
}

/** The plain text of an envelope, opened as the protocol page says and by no code of the agent. */
export function plaintextOf(key: Buffer, payload: string): string {
  const sealed = Buffer.from(payload, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAuthTag(sealed.subarray(-16));
  return decipher.update(sealed.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
}

type Path = readonly (string | number)[];

/** Objects of the protocol that may hold keys which it does not name. */
const OPEN = /^(events\/\d+|events\/\d+\/metadata|metrics\/\d+\/tags)$/;
/** Below it the protocol says nothing. */
const FREE = /^events\/\d+\/metadata\//;
/** Each of them may be left out. */
const TAG = /^metrics\/\d+\/tags\//;

/** Copies of a valid body, each with one thing that the protocol forbids, and its name. */
export function* mutants(body: object): Generator<[name: string, mutant: unknown]> {
  for (const path of pathsOf(body)) {
    const name = path.join('/');
    if (FREE.test(name)) continue;
    const change = (what: string, edit: (parent: any, key: string | number) => void): [string, unknown] => {
      const root = structuredClone({ root: body });
      let parent: any = root;
      const keys = ['root', ...path];
      for (const key of keys.slice(0, -1)) parent = parent[key];
      edit(parent, keys.at(-1) as string);
      return [`${name} ${what}`, root.root];
    };
    const value = at(body, path);
    const isList = Array.isArray(at(body, path.slice(0, -1)));
    if (path.length > 0 && !isList && !TAG.test(name)) yield change('left out', (parent, key) => delete parent[key]);
    yield change(
      'of another type',
      (parent, key) => (parent[key] = typeof value === 'object' && value ? 'x' : { x: 1 }),
    );
    if (isObject(value) && !OPEN.test(name)) yield change('with one more', (parent, key) => (parent[key].more = 1));
  }
}

function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  yield path;
  if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* pathsOf(item, [...path, i]);
  else if (isObject(value)) for (const key of Object.keys(value)) yield* pathsOf(value[key], [...path, key]);
}

function at(root: unknown, path: Path): unknown {
  return path.reduce((value: any, key) => value[key], root);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
