// What one call of a recorder costs on the thread that makes it. Used by bench/agent.mjs.
import { performance } from 'node:perf_hooks';

const ROUNDS = 300;
const WARM_UP = 100;
const CALLS = 1_000;
/** Calls into one queue before the next is made. */
const QUEUE = 50_000;

const FIELDS = ['q', 'id', 'name', 'filter', 'redirect', 'callback', 'comment'];

/** An event as a refused request makes it: of many clients, on some routes, in some fields. */
export const event = (i) => ({
  type: 'penetration_attempt',
  ip: `203.${(i * 7) & 255}.${(i * 31) & 255}.${(i * 101) & 255}`,
  action: 'request_blocked',
  reason: `SQL injection in the query parameter ${FIELDS[i % FIELDS.length]}`,
  userAgent: `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.${i % 40} Chrome/${100 + (i % 30)}.0.${(i * 13) % 5000}`,
  endpoint: `/shop/${(i * 17) % 300}/search`,
  method: 'GET',
  rule: 'sqli',
  handler: 'SearchController.find',
  status: 403,
  responseTime: 0.0012,
  metadata: {
    request: i,
    location: 'query',
    field: FIELDS[i % FIELDS.length],
    detectors: ['sqli-tautology', 'sqli-comment'],
    score: (i % 100) / 100,
  },
});

export const quantile = (values, q) => values[Math.min(values.length - 1, Math.floor(q * values.length))];

/** Nanoseconds per call, as means over 1,000 calls; `make` gives a new recorder with an empty queue. */
export async function timeRecording(make, rounds = ROUNDS) {
  const events = Array.from({ length: CALLS }, (_, i) => event(i));
  const means = [];
  let recorder;
  let inputs;
  for (let round = 0; round < rounds + WARM_UP; round++) {
    if (round % (QUEUE / CALLS) === 0) {
      await recorder?.close?.();
      recorder = await make();
      // What an application would hand to this recorder, made before the clock starts.
      inputs = recorder.prepare ? events.map(recorder.prepare) : events;
    }
    const start = performance.now();
    for (const one of inputs) recorder.record(one);
    const mean = ((performance.now() - start) * 1e6) / CALLS;
    if (round >= WARM_UP) means.push(mean);
    // What a recorder does right after the turn is not counted, and must not pile up.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await recorder?.close?.();
  means.sort((a, b) => a - b);
  return { p50: quantile(means, 0.5), p99: quantile(means, 0.99) };
}

/** The recorders of others, each only where its package is installed. */
export async function peers() {
  const found = {};
  const attributes = (one) => ({ ...one, metadata: undefined, ...one.metadata });
  const nowhere = { export: (_items, done) => done({ code: 0 }), shutdown: async () => {}, forceFlush: async () => {} };
  const batch = { maxQueueSize: QUEUE, maxExportBatchSize: QUEUE, scheduledDelayMillis: 3_600_000 };

  const trace = await installed('@opentelemetry/sdk-trace-base');
  if (trace) {
    found['OpenTelemetry BatchSpanProcessor, a span'] = () => {
      const provider = new trace.BasicTracerProvider({
        spanProcessors: [new trace.BatchSpanProcessor(nowhere, batch)],
      });
      const tracer = provider.getTracer('bench');
      return {
        prepare: (one) => ({ attributes: attributes(one) }),
        record: (one) => tracer.startSpan('penetration_attempt', one).end(),
        close: () => provider.shutdown(),
      };
    };
  }
  const logs = await installed('@opentelemetry/sdk-logs');
  if (logs) {
    found['OpenTelemetry BatchLogRecordProcessor, a record'] = () => {
      const options = { ...batch, exporter: nowhere };
      const provider = new logs.LoggerProvider({ processors: [new logs.BatchLogRecordProcessor(options)] });
      const logger = provider.getLogger('bench');
      return {
        prepare: (one) => ({ severityNumber: 13, body: one.reason, attributes: attributes(one) }),
        record: (one) => logger.emit(one),
        close: () => provider.shutdown(),
      };
    };
  }
  const sentry = await installed('@sentry/node');
  if (sentry) {
    const client = () => {
      const one = new sentry.NodeClient({
        dsn: 'http://key@127.0.0.1:9/1',
        integrations: [],
        enableLogs: true,
        stackParser: sentry.defaultStackParser,
        transport: (options) => sentry.createTransport(options, async () => ({ statusCode: 200 })),
      });
      sentry.setCurrentClient(one);
      one.init();
      return one;
    };
    found['@sentry/node logger.warn'] = () => {
      const one = client();
      return {
        prepare: attributes,
        record: (e) => sentry.logger.warn(e.reason, e),
        close: () => one.close(1_000),
      };
    };
    found['@sentry/node captureEvent'] = () => {
      const one = client();
      return {
        prepare: (e) => ({ message: e.reason, level: 'warning', extra: attributes(e) }),
        record: (e) => sentry.captureEvent(e),
        close: () => one.close(1_000),
      };
    };
  }
  return found;
}

async function installed(name) {
  try {
    return await import(name);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.log(`${name} is not installed: left out`);
    return undefined;
  }
}
