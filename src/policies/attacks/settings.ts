import { DETECTION_CATEGORIES, type DetectionSettings } from '../../detection/index.js';
import { type RouteDetection } from './decorators.js';
import { compileException, type DetectionMode, exceptionsOf } from './exceptions.js';
import { type DetectionOptions } from './options.js';

/** What the engine is told for a route: the options, and over them what its decorator says. */
export function settingsOf(options: DetectionOptions, route: RouteDetection = {}): DetectionSettings {
  const on = new Set(options.categories);
  const modes: Readonly<Record<string, DetectionMode>> = { ...options.modes, ...route.modes };
  const modeOf = (category: string): DetectionMode =>
    (Object.hasOwn(modes, category) ? modes[category] : undefined) ?? (on.has(category) ? 'block' : 'off');
  const inMode = (mode: DetectionMode): ReadonlySet<string> =>
    new Set<string>(DETECTION_CATEGORIES.filter((category) => modeOf(category) === mode));
  return {
    maxBodyBytes: options.maxBodyBytes,
    maxValues: options.maxValues,
    maxChars: options.maxChars,
    maxSteps: options.maxSteps,
    maxDepth: options.maxDepth,
    graphql: options.graphql,
    declaredCode: options.declaredCode,
    off: inMode('off'),
    flag: inMode('flag'),
    thresholds: new Map(Object.entries(options.thresholds)),
    exclude: {
      headers: new Set(options.exclude.headers.map((name) => name.toLowerCase())),
      params: new Set(options.exclude.params),
      bodyFields: new Set(options.exclude.bodyFields),
    },
    exceptions: [
      ...options.exceptions.filter(({ path }) => path === undefined).map(compileException),
      ...exceptionsOf(route.fields ?? {}).map(compileException),
    ],
  };
}
