import { readFileSync } from 'node:fs';
import { environment, GuardOptions, type GuardOptionsInput } from '../config/index.js';
import { type RouteMetadata } from '../kernel/index.js';
import { Detection, type DetectionException, type RouteDetection } from '../policies/attacks/index.js';
import { type Asked, UsageError } from './asked.js';

/**
 * The options of a run: those of a file as `forRoot` has them, or those of the environment; with further exceptions.
 *
 * @throws UsageError, GuardConfigurationError
 */
export function optionsOf({ options, exceptions }: Pick<Asked, 'options' | 'exceptions'>): GuardOptions {
  const input = options === undefined ? undefined : (jsonOf(options) as GuardOptionsInput);
  const resolve = (over: GuardOptionsInput): GuardOptions =>
    input ? GuardOptions.from({ ...input, ...over }) : GuardOptions.fromEnv(environment, over);
  const plain = resolve({});
  if (exceptions === undefined) return plain;
  const more = [jsonOf(exceptions)].flat() as DetectionException[];
  const detection = { ...input?.detection, exceptions: [...plain.detection.exceptions, ...more] };
  return resolve({ detection });
}

/** A route that has this decorator; undefined where there is none. */
export function routeOf(decorator: string | undefined): RouteMetadata | undefined {
  if (decorator === undefined) return undefined;
  class Route {}
  Detection(parsed(decorator, '--decorator') as RouteDetection)(Route);
  return { name: '', read: <T>(key: string) => Reflect.getMetadata(key, Route) as T | undefined };
}

/** A file's bytes. */
export function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}

const jsonOf = (file: string): unknown => parsed(bytesOf(file).toString(), file);

function parsed(json: string, where: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new UsageError(`${where} is no JSON: ${(error as Error).message}`);
  }
}
