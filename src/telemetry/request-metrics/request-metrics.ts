import { type Metric } from '../../kernel/index.js';
import { type RequestObservation, Series } from './series.js';

/** Where requests are counted whose route came after the bound was reached. */
export const OTHER = '(other)';
const OTHER_METHOD = 'OTHER';
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY']);

/**
 * Request metrics by route pattern and method. At most `maxSeries` of them are told apart in one interval; the rest is
 * counted under `(other)`, so that neither memory nor the platform's cardinality depends on what clients send.
 */
export class RequestMetrics {
  /** By route, then by method: a joined key would have to be built for every request. */
  private readonly routes = new Map<string, Map<string, Series>>();
  private readonly other = new Series();
  private size = 0;

  constructor(private readonly maxSeries = 500) {}

  /** Counts the end of one request. Constant time; allocates only for a route that is new in this interval. */
  observe(request: RequestObservation): void {
    this.seriesOf(request).observe(request);
  }

  /** The metrics of the interval that ends now: first of all requests together, then per route and method. */
  collect(): Metric[] {
    const total = new Series();
    const metrics: Metric[] = [];
    for (const [route, methods] of this.routes) {
      for (const [method, series] of methods) {
        if (series.requests === 0) {
          // Not seen for a whole interval: its place is free for another.
          methods.delete(method);
          this.size -= 1;
          continue;
        }
        total.merge(series);
        metrics.push(...series.metrics(route, { method }));
        series.clear();
      }
      if (methods.size === 0) this.routes.delete(route);
    }
    if (this.other.requests > 0) {
      total.merge(this.other);
      metrics.push(...this.other.metrics(OTHER, {}));
      this.other.clear();
    }
    return total.requests === 0 ? [] : [...total.metrics(undefined, {}), ...metrics];
  }

  private seriesOf({ route, method }: RequestObservation): Series {
    const verb = METHODS.has(method) ? method : OTHER_METHOD;
    let methods = this.routes.get(route);
    const known = methods?.get(verb);
    if (known) return known;
    if (this.size >= this.maxSeries) return this.other;
    if (!methods) this.routes.set(route, (methods = new Map<string, Series>()));
    const series = new Series();
    methods.set(verb, series);
    this.size += 1;
    return series;
  }
}
