import { validateSync } from 'class-validator';
import {
  type ConfigurationProblem,
  isFromFile,
  type OptionDescriptor,
  optionsOf,
  type OptionsClass,
  variablesOf,
} from '../kernel/index.js';
import { copyOf } from './freeze.js';
import { nearest } from './nearest.js';

/** Reads one environment variable, or its file: its text, undefined where it is not set, or a problem (an unreadable file). */
export type ReadVariable = (name: string, fromFile: boolean) => { text?: string; problem?: string };

export interface Built {
  readonly options: object;
  readonly problems: ConfigurationProblem[];
  /** True where at least one option of the group was set by hand. */
  readonly touched: boolean;
}

/** What an options class may add: rules that class-validator cannot say. */
interface SelfChecking {
  problems?(): { path: string; message: string }[];
}

/**
 * Makes an instance of an options class from an input object and the environment: the input wins, then the first
 * variable that is set, then the default. Collects every problem and goes on, so that all are listed at once.
 */
export function build(type: OptionsClass, input: unknown, read: ReadVariable, path = ''): Built {
  const options = new type() as Record<string, unknown>;
  const problems: ConfigurationProblem[] = [];
  let touched = false;
  const given = asRecord(input);
  if (input !== undefined && !given)
    problems.push({ path: path || 'options', variables: [], message: 'must be an object' });
  const descriptors = optionsOf(type);
  problems.push(...unknownKeys(given, descriptors, path));

  const broken = new Set<string>();
  for (const option of descriptors) {
    const at = join(path, option.key);
    const value = given?.[option.key];
    if (option.group) {
      const nested = build(option.group(), value ?? undefined, read, at);
      touched ||= nested.touched;
      if (nested.touched || !option.optional || value !== undefined) options[option.key] = nested.options;
      problems.push(...nested.problems);
      continue;
    }
    const set = value !== undefined ? { value } : fromEnvironment(option, read);
    if ('message' in set) {
      problems.push({ path: at, variables: variablesOf(option), message: set.message });
      broken.add(option.key);
    } else if (set.value !== undefined) {
      options[option.key] = copyOf(set.value);
      touched = true;
    }
  }
  problems.push(...invalid(options, descriptors, broken, path));
  return { options, problems, touched };
}

function fromEnvironment(option: OptionDescriptor, read: ReadVariable): { value: unknown } | { message: string } {
  for (const name of variablesOf(option)) {
    const { text, problem } = read(name, isFromFile(option));
    if (problem !== undefined) return { message: problem };
    if (text === undefined || text.trim() === '') continue;
    try {
      return { value: option.parse ? option.parse(text) : text.trim() };
    } catch (error) {
      return { message: error instanceof Error ? error.message : 'cannot be read' };
    }
  }
  return { value: undefined };
}

function unknownKeys(
  given: Record<string, unknown> | undefined,
  descriptors: readonly OptionDescriptor[],
  path: string,
): ConfigurationProblem[] {
  const known = descriptors.map(({ key }) => key);
  return Object.keys(given ?? {})
    .filter((key) => !known.includes(key))
    .map((key) => {
      const near = nearest(key, known);
      return { path: join(path, key), variables: [], message: `is no option${near ? `; did you mean ${near}?` : ''}` };
    });
}

function invalid(
  options: Record<string, unknown>,
  descriptors: readonly OptionDescriptor[],
  broken: ReadonlySet<string>,
  path: string,
): ConfigurationProblem[] {
  const variables = (property: string): readonly string[] => {
    const key = property.split('.', 1)[0] ?? '';
    return descriptors.filter((option) => option.key === key).flatMap(variablesOf);
  };
  const found = validateSync(options, { forbidUnknownValues: false }).map((error) => ({
    property: error.property,
    // class-validator begins its own messages with the property's name, which the path says already.
    message: Object.values(error.constraints ?? {})
      .map((message) => message.replace(`${error.property} `, ''))
      .join(', '),
  }));
  const own = (options as SelfChecking).problems?.() ?? [];
  return [...found, ...own.map(({ path: property, message }) => ({ property, message }))]
    .filter(({ property }) => !broken.has(property))
    .map(({ property, message }) => ({ path: join(path, property), variables: variables(property), message }));
}

function asRecord(input: unknown): Record<string, unknown> | undefined {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
    ? (input as Record<string, unknown>)
    : undefined;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
