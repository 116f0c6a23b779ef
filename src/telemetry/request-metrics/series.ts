import { type Metric } from '../../kernel/index.js';
import { Histogram } from './histogram.js';

/** The end of one request, as far as the metrics read it. */
export interface RequestObservation {
  /** The route pattern, never the raw path. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  /** `blocked` where a check refused the request; other words are not told apart. */
  readonly outcome: string;
  /** An attack was found in it, or something else that counts towards a ban, whether or not it was refused. */
  readonly threat?: boolean;
  /** From the first byte of the request to the end of the answer. */
  readonly seconds: number;
  /** Bytes of the answer. */
  readonly bytes: number;
  /** The class of the error that the handler threw. */
  readonly error?: string | undefined;
}

/** Error classes that one series tells apart: names come from the application's code, so there are few. */
const MAX_ERRORS = 32;

const QUANTILES = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

/** What happened on one route, or on all, since the last collection. */
export class Series {
  requests = 0;
  private errors = 0;
  private blocked = 0;
  private threats = 0;
  private bytes = 0;
  private readonly times = new Histogram();
  private readonly thrown = new Map<string, number>();

  /** Constant time, no allocation. Response times are those of requests that were let through. */
  observe({ status, outcome, threat, seconds, bytes, error }: RequestObservation): void {
    this.requests += 1;
    if (threat) this.threats += 1;
    if (bytes > 0) this.bytes += bytes;
    if (outcome === 'blocked') {
      this.blocked += 1;
      return;
    }
    if (status >= 400) this.errors += 1;
    if (error !== undefined) this.count(error, 1);
    this.times.add(seconds);
  }

  merge(other: Series): void {
    this.requests += other.requests;
    this.errors += other.errors;
    this.blocked += other.blocked;
    this.threats += other.threats;
    this.bytes += other.bytes;
    this.times.merge(other.times);
    for (const [error, count] of other.thrown) this.count(error, count);
  }

  clear(): void {
    this.requests = this.errors = this.blocked = this.threats = this.bytes = 0;
    this.times.clear();
    this.thrown.clear();
  }

  private count(error: string, times: number): void {
    const known = this.thrown.get(error);
    if (known !== undefined || this.thrown.size < MAX_ERRORS) this.thrown.set(error, (known ?? 0) + times);
  }

  /** The error class that was thrown most often. */
  private get topError(): string | undefined {
    let top: string | undefined;
    for (const [error, count] of this.thrown) if (count > (this.thrown.get(top ?? '') ?? 0)) top = error;
    return top;
  }

  /** The series as metrics: a count, three quantiles, three shares of all requests (that of errors names the class most often thrown), and bytes. */
  metrics(endpoint: string | undefined, tags: Record<string, string>): Metric[] {
    const error = this.topError;
    const metrics: Metric[] = [
      { type: 'request_count', value: this.requests, endpoint, tags },
      { type: 'error_rate', value: this.errors / this.requests, endpoint, tags: error ? { ...tags, error } : tags },
      { type: 'block_rate', value: this.blocked / this.requests, endpoint, tags },
      { type: 'threat_level', value: this.threats / this.requests, endpoint, tags },
      { type: 'bandwidth_usage', value: this.bytes, endpoint, tags },
    ];
    if (this.times.count === 0) return metrics;
    for (const [quantile, q] of QUANTILES) {
      metrics.push({ type: 'response_time', value: this.times.quantile(q), endpoint, tags: { ...tags, quantile } });
    }
    return metrics;
  }
}
