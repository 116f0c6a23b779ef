import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Metric } from '../../../../src/kernel/index.js';
import { Histogram } from '../../../../src/telemetry/request-metrics/histogram.js';
import {
  HitRate,
  LARGEST,
  OTHER,
  RELATIVE_ERROR,
  RequestMetrics,
  type RequestObservation,
  SMALLEST,
} from '../../../../src/telemetry/request-metrics/index.js';

const request = (values: Partial<RequestObservation> = {}): RequestObservation => ({
  route: '/orders/:id',
  method: 'GET',
  status: 200,
  outcome: 'served',
  seconds: 0.01,
  bytes: 100,
  ...values,
});
const find = (metrics: Metric[], type: string, endpoint?: string, tags: object = {}): number | undefined =>
  metrics.find(
    (metric) =>
      metric.type === type &&
      metric.endpoint === endpoint &&
      Object.entries(tags).every(([key, value]) => metric.tags?.[key] === value),
  )?.value;

describe('the rate at which a cache knows', () => {
  it('is that of the interval, and nothing where nobody asked', () => {
    let counts = { hits: 0, misses: 0 };
    const rate = new HitRate('refusals', () => counts);
    expect(rate.collect()).toEqual([]);
    counts = { hits: 3, misses: 1 };
    expect(rate.collect()).toEqual([{ type: 'cache_hit_rate', value: 0.75, tags: { cache: 'refusals' } }]);
    expect(rate.collect()).toEqual([]);
    counts = { hits: 3, misses: 5 };
    expect(rate.collect()).toMatchObject([{ value: 0 }]);
    counts = { hits: 4, misses: 5 };
    expect(rate.collect()).toMatchObject([{ value: 1 }]);
  });
});

describe('a histogram', () => {
  it('finds every quantile within the stated error', () => {
    const seconds = fc.double({ min: Math.log(SMALLEST), max: Math.log(LARGEST), noNaN: true }).map(Math.exp);
    fc.assert(
      fc.property(
        fc.array(seconds, { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.95, 0.99, 1),
        (values, q) => {
          const histogram = new Histogram();
          for (const value of values) histogram.add(value);
          const sorted = values.sort((a, b) => a - b);
          const exact = sorted[Math.ceil(q * sorted.length) - 1] as number;
          expect(Math.abs(histogram.quantile(q) - exact) / exact).toBeLessThanOrEqual(RELATIVE_ERROR + 1e-9);
        },
      ),
    );
  });

  it.each([0, -1, NaN, -Infinity])('counts %p at the lower border', (value) => {
    const histogram = new Histogram();
    histogram.add(value);
    expect(histogram.quantile(0.5)).toBe(SMALLEST);
  });

  it.each([1e9, Infinity])('counts %p at the upper border', (value) => {
    const histogram = new Histogram();
    histogram.add(value);
    expect(Math.abs(histogram.quantile(0.5) - LARGEST) / LARGEST).toBeLessThan(0.1);
  });

  it('is the same whether values are added to one or to two that are merged', () => {
    const [whole, left, right] = [new Histogram(), new Histogram(), new Histogram()];
    for (let i = 1; i <= 100; i++) {
      whole.add(i / 100);
      (i % 2 ? left : right).add(i / 100);
    }
    left.merge(right);
    for (const q of [0.01, 0.5, 0.95, 1]) expect(left.quantile(q)).toBe(whole.quantile(q));
  });
});

describe('request metrics', () => {
  it('are counted by route and method, and in all', () => {
    const metrics = new RequestMetrics();
    metrics.observe(request());
    metrics.observe(request({ method: 'POST', status: 500, outcome: 'serverError', bytes: 50 }));
    metrics.observe(request({ route: '/', status: 403, outcome: 'blocked', bytes: 10 }));
    metrics.observe(request({ route: '/', status: 404, outcome: 'clientError', bytes: 0 }));
    const collected = metrics.collect();
    expect(find(collected, 'request_count')).toBe(4);
    expect(find(collected, 'request_count', '/orders/:id', { method: 'GET' })).toBe(1);
    expect(find(collected, 'request_count', '/orders/:id', { method: 'POST' })).toBe(1);
    expect(find(collected, 'error_rate')).toBe(0.5);
    expect(find(collected, 'error_rate', '/orders/:id', { method: 'POST' })).toBe(1);
    expect(find(collected, 'block_rate')).toBe(0.25);
    expect(find(collected, 'block_rate', '/')).toBe(0.5);
    expect(find(collected, 'bandwidth_usage')).toBe(160);
  });

  it('tell the share of requests that were a threat, refused or not', () => {
    const metrics = new RequestMetrics();
    metrics.observe(request({ threat: true }));
    metrics.observe(request({ threat: true, outcome: 'blocked', status: 403 }));
    metrics.observe(request({ outcome: 'blocked', status: 403 }));
    metrics.observe(request({ route: '/calm' }));
    const collected = metrics.collect();
    expect(find(collected, 'threat_level')).toBe(0.5);
    expect(find(collected, 'threat_level', '/orders/:id')).toBeCloseTo(2 / 3);
    expect(find(collected, 'threat_level', '/calm')).toBe(0);
    metrics.observe(request());
    expect(find(metrics.collect(), 'threat_level')).toBe(0);
  });

  it('give the response times of requests that were let through', () => {
    const metrics = new RequestMetrics();
    for (let i = 1; i <= 100; i++) metrics.observe(request({ seconds: i / 100 }));
    for (let i = 0; i < 100; i++) metrics.observe(request({ outcome: 'blocked', status: 403, seconds: 0.0001 }));
    const collected = metrics.collect();
    for (const [quantile, exact] of [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const) {
      const value = find(collected, 'response_time', '/orders/:id', { quantile }) ?? 0;
      expect(Math.abs(value - exact) / exact).toBeLessThanOrEqual(RELATIVE_ERROR);
    }
  });

  it('have no response time where every request was blocked', () => {
    const metrics = new RequestMetrics();
    metrics.observe(request({ outcome: 'blocked', status: 403 }));
    expect(metrics.collect().filter(({ type }) => type === 'response_time')).toEqual([]);
  });

  it('begin anew after each collection', () => {
    const metrics = new RequestMetrics();
    expect(metrics.collect()).toEqual([]);
    metrics.observe(request());
    metrics.collect();
    expect(metrics.collect()).toEqual([]);
    metrics.observe(request({ bytes: 7 }));
    expect(find(metrics.collect(), 'bandwidth_usage')).toBe(7);
  });

  it('tell a bounded number of routes apart and count the rest together', () => {
    const metrics = new RequestMetrics(3);
    for (let i = 0; i < 10; i++) metrics.observe(request({ route: `/${i}` }));
    const collected = metrics.collect();
    expect(new Set(collected.map(({ endpoint }) => endpoint))).toEqual(new Set([undefined, '/0', '/1', '/2', OTHER]));
    expect(find(collected, 'request_count', OTHER)).toBe(7);
    expect(find(collected, 'request_count')).toBe(10);
  });

  it('give the place of a route that fell silent to another', () => {
    const metrics = new RequestMetrics(1);
    metrics.observe(request({ route: '/old' }));
    metrics.collect();
    metrics.collect();
    metrics.observe(request({ route: '/new' }));
    expect(find(metrics.collect(), 'request_count', '/new')).toBe(1);
  });

  it('count methods that nobody knows as one', () => {
    const metrics = new RequestMetrics();
    for (const method of ['PROPFIND', 'X', '__proto__']) metrics.observe(request({ method }));
    expect(find(metrics.collect(), 'request_count', '/orders/:id', { method: 'OTHER' })).toBe(3);
  });

  it('survive a route that is named like a property of objects', () => {
    const metrics = new RequestMetrics();
    metrics.observe(request({ route: '__proto__' }));
    expect(find(metrics.collect(), 'request_count', '__proto__')).toBe(1);
  });

  it('hold for any traffic: the sum of the routes is the total', () => {
    const traffic = fc.array(
      fc.record({
        route: fc.constantFrom('/a', '/b', '/c', '/d'),
        method: fc.constantFrom('GET', 'POST', 'BREW'),
        status: fc.integer({ min: 100, max: 599 }),
        outcome: fc.constantFrom('served', 'blocked', 'clientError', 'aborted'),
        seconds: fc.double(),
        bytes: fc.nat(),
      }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(traffic, (requests) => {
        const metrics = new RequestMetrics(5);
        for (const one of requests) metrics.observe(one);
        const collected = metrics.collect();
        for (const type of ['request_count', 'bandwidth_usage'] as const) {
          const parts = collected.filter((metric) => metric.type === type && metric.endpoint !== undefined);
          expect(parts.reduce((sum, { value }) => sum + value, 0)).toBe(find(collected, type));
        }
        for (const { type, value } of collected.filter((metric) => metric.type.endsWith('_rate'))) {
          expect([type, value >= 0 && value <= 1]).toEqual([type, true]);
        }
      }),
    );
  });
});
