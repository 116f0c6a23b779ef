import { readFileSync } from 'node:fs';
import { isFromFile, optionsOf, type OptionsClass, variablesOf } from '../kernel/index.js';
import { type ReadVariable } from './build.js';
import { nearest } from './nearest.js';
import { isNotYet } from './not-yet.js';

/** The part of `ConfigService` that is needed: any object with it will do. */
export interface VariableSource {
  get(name: string): unknown;
}

const LARGEST_SECRET = 65_536;

/** Reads variables from a `ConfigService`; secrets also from the file that `<NAME>_FILE` names, as containers do. */
export function variablesFrom(source: VariableSource): ReadVariable {
  const get = (name: string): string | undefined => textOf(source.get(name));
  return (name, fromFile) => {
    const text = get(name);
    const file = fromFile ? get(`${name}_FILE`) : undefined;
    if (file === undefined || file.trim() === '') return { text };
    if (text !== undefined && text.trim() !== '') return { problem: `${name} and ${name}_FILE are both set` };
    try {
      const content = readFileSync(file, 'utf8').trim();
      if (content === '') return { problem: `${name}_FILE names a file that is empty` };
      return content.length > LARGEST_SECRET
        ? { problem: `${name}_FILE names a file that is too large` }
        : { text: content };
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
      return { problem: `${name}_FILE names a file that cannot be read (${code})` };
    }
  };
}

/** The text of a variable. A `load` factory of ConfigModule may have parsed it already. */
export function textOf(value: unknown): string | undefined {
  return value === undefined || value === null || typeof value === 'string'
    ? (value ?? undefined)
    : JSON.stringify(value);
}

/** Nothing from the environment: for options that are written in code. */
export const noVariables: ReadVariable = () => ({});

/** A sentence for every `GUARD_*` variable that no option reads. */
export function unknownVariables(root: OptionsClass, environment: NodeJS.ProcessEnv = process.env): string[] {
  const known = knownVariables(root);
  return Object.keys(environment)
    .filter((name) => name.startsWith('GUARD_') && !known.includes(name))
    .sort()
    .map((name) => {
      if (isNotYet(name)) return `${name} is not supported by this version of nestjs-guard: it has no effect`;
      const near = nearest(name, known);
      return `${name} is no variable of nestjs-guard and is ignored${near ? `; did you mean ${near}?` : ''}`;
    });
}

function knownVariables(type: OptionsClass): string[] {
  return optionsOf(type).flatMap((option) => {
    if (option.group) return knownVariables(option.group());
    const names = variablesOf(option);
    return isFromFile(option) ? names.flatMap((name) => [name, `${name}_FILE`]) : [...names];
  });
}

/** The variables of the process. */
export const environment: VariableSource = { get: (name) => process.env[name] };
