import { OPTIONAL_CATEGORIES } from './categories.js';
import { type DetectionSettings } from './types.js';

/** Everything on, within bounds that a request of an ordinary application never meets. */
export const DEFAULT_DETECTION_SETTINGS: DetectionSettings = {
  maxBodyBytes: 262_144,
  maxValues: 32_768,
  maxChars: 524_288,
  maxSteps: 9_000_000,
  maxDepth: 64,
  graphql: { maxDepth: 30, maxAliases: 100, maxFields: 5000, maxDirectives: 200, maxBatch: 20, introspection: 'allow' },
  declaredCode: true,
  off: new Set(OPTIONAL_CATEGORIES),
  flag: new Set(),
  thresholds: new Map(),
  exceptions: [],
  exclude: { headers: new Set(), params: new Set(), bodyFields: new Set() },
};
