// The engine of the build, and the same without its automaton.
import { existsSync } from 'node:fs';

export async function loadEngines() {
  const built = (path) => new URL(`../../dist/esm/detection/${path}`, import.meta.url);
  if (!existsSync(built('index.js'))) throw new Error('dist/ is missing: run `npm run build` first');
  const { createDetectionEngine, DEFAULT_DETECTION_SETTINGS, DETECTION_CATEGORIES } = await import(
    built('index.js').href
  );
  const { engineOver } = await import(built('engine.js').href);
  const { UnfilteredRuleSet } = await import(built('rules.js').href);
  const { DETECTORS } = await import(built('detectors/index.js').href);
  return {
    engine: createDetectionEngine(),
    thorough: engineOver(new UnfilteredRuleSet(DETECTORS)),
    settings: DEFAULT_DETECTION_SETTINGS,
    categories: DETECTION_CATEGORIES,
  };
}
