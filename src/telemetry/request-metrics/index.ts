export { type CacheCounts, HitRate } from './hit-rate.js';
export { LARGEST, RELATIVE_ERROR, SMALLEST } from './histogram.js';
export { OTHER, RequestMetrics } from './request-metrics.js';
export { type RequestObservation } from './series.js';
