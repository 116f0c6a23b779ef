import { type GuardOptions } from '../../config/index.js';
import { createDetectionEngine, type Finding } from '../../detection/index.js';
import { Exchange, type RouteMetadata, silentLog, systemClock } from '../../kernel/index.js';
import { excludedPaths } from '../../nest/http/index.js';
import { redactionOf } from '../../nest/redaction.js';
import { Pipeline, planRoute } from '../../pipeline/index.js';
import { AttacksCheck, decoratorFor, DetectionOptions, exceptionFor } from '../../policies/attacks/index.js';
import { putBody, type Received } from '../request/index.js';
import { type Decision, type Explanation } from './explanation.js';
import { Recording } from './recording.js';

/**
 * Sends a request through attack detection as an application does, with the same engine, check and pipeline, and keeps
 * what happens. Clients, limits and lists play no part: nobody is banned, allowed or counted.
 */
export async function explain(
  { method, target, headers, body }: Received,
  options: GuardOptions,
  route?: RouteMetadata,
): Promise<Explanation> {
  const redaction = redactionOf(options);
  const recording = new Recording(redaction);
  const found: { finding: Finding; refused: boolean }[] = [];
  const check = new AttacksCheck(
    options.detection,
    recording.over(createDetectionEngine()),
    () => undefined,
    (_exchange, finding, refused) => found.push({ finding, refused }),
  );
  const nobody = { text: '', bucket: '', source: 'none' };
  const exchange = new Exchange(method, target, headers, nobody, undefined, false, 0, () => '');
  const leftOut = whyLeftOut(exchange, options);
  if (leftOut === undefined) {
    const { head, body: ofBody } = planRoute([check], route, false);
    const pipeline = pipelineFor(options);
    await pipeline.run(exchange, head);
    putBody(exchange, body, options.detection.maxBodyBytes);
    const hasBody = exchange.body !== undefined || exchange.rawBody !== undefined;
    if (!exchange.verdict && hasBody) await pipeline.run(exchange, ofBody);
  }
  const decision = decisionOf(exchange, options, leftOut);
  const decisive = (exchange.verdict ? found.find(({ refused }) => refused) : found[0])?.finding;
  const exception = decisive && decision.category === decisive.category ? exceptionFor(exchange, decisive) : undefined;
  return {
    request: { method, path: redaction.query(exchange.rawPath) },
    settings: settingsOf(options),
    values: recording.values,
    unread: recording.unread,
    decision,
    ...(exception && { exception, decorator: decoratorFor(exception) }),
  };
}

function pipelineFor({ mode, failMode }: GuardOptions): Pipeline {
  return new Pipeline({
    mode,
    failMode,
    offences: { record: () => Promise.resolve(false) },
    events: { record: () => undefined },
    refusals: { write: () => undefined },
    clock: systemClock,
    log: silentLog,
  });
}

function decisionOf({ verdict, wouldBe }: Exchange, { mode }: GuardOptions, leftOut: string | undefined): Decision {
  if (leftOut !== undefined) return { action: 'left out', because: leftOut };
  const decided = verdict ?? wouldBe;
  if (!decided) return { action: 'passed' };
  const { status, category, reason, rule } = decided;
  const setting = category === 'unread' ? 'onBudget' : `the mode of ${category}`;
  const because = mode === 'monitor' ? 'mode is monitor' : `${setting} is flag`;
  return { action: verdict ? 'blocked' : 'told', ...(!verdict && { because }), status, category, reason, rule };
}

function whyLeftOut({ rawPath, path }: Exchange, { detection, excludePaths }: GuardOptions): string | undefined {
  if (!detection.enabled) return 'detection.enabled is false';
  const excluded = path !== undefined && excludedPaths(excludePaths)(rawPath, path);
  return excluded ? 'the path is in excludePaths' : undefined;
}

function settingsOf({ mode, detection }: GuardOptions): Record<string, unknown> {
  const usual: Partial<DetectionOptions> = new DetectionOptions();
  const other = Object.entries(detection).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(usual[key as keyof DetectionOptions]),
  );
  return {
    ...(mode !== 'enforce' && { mode }),
    ...Object.fromEntries(other.map(([key, value]) => [`detection.${key}`, value as unknown])),
  };
}
