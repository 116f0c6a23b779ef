/**
 * The token bucket, as arithmetic; told as one that leaks, which is the same: a request of cost c puts c in, as long as
 * there is room for it, and `limit` leak out in every window, evenly. So `burst` requests pass at once after a pause, and
 * in the long run `limit` per window. The Redis twin computes the same in Lua (`bucket.lua.ts`); a test compares the two.
 *
 * Error bound: none. Levels are whole numbers of a unit that divides both a request and what leaks out in a
 * millisecond, so nothing is ever rounded; every number stays below 2^53. What remains is that time is whole
 * milliseconds: in any t ms no more than burst + limit × (t + 1) / window is admitted.
 */
export interface Bucket {
  /** What is in it, in units; a request is `step` of them. */
  level: number;
  /** The units of a request when the level was written: another limit has other units. 0: never written. */
  step: number;
  /** When that was its level, in milliseconds. */
  at: number;
}

/** A limit and a burst in units. */
export interface BucketShape {
  /** Units that the bucket holds. */
  readonly capacity: number;
  /** Units of a request. */
  readonly step: number;
  /** Units that leak out in a millisecond. */
  readonly leak: number;
}

/** The largest capacity, in units: sums of two levels are exact. */
const MAX_CAPACITY = 2 ** 52;

/** Whether such a bucket can be computed without rounding. */
export function isExactBucket(limit: number, window: number, burst: number): boolean {
  return bucketShape(limit, window, burst).capacity <= MAX_CAPACITY;
}

/** The shape of a bucket from which `limit` requests leak in `window` seconds. */
export function bucketShape(limit: number, window: number, burst: number): BucketShape {
  const milliseconds = window * 1000;
  const unit = divisor(limit, milliseconds);
  const step = milliseconds / unit;
  return { capacity: burst * step, step, leak: limit / unit };
}

/** The greatest number that divides both. */
function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

export function emptyBucket(): Bucket {
  return { level: 0, step: 0, at: 0 };
}

/**
 * Brings a bucket to the time `now` and to this shape. A clock that went back counts as one that stood still. Of a level
 * above the capacity (the burst was lowered) the rest is forgiven.
 */
export function leak(bucket: Bucket, now: number, shape: BucketShape): void {
  if (bucket.step !== shape.step) {
    if (bucket.step > 0) bucket.level = Math.ceil((bucket.level * shape.step) / bucket.step);
    bucket.step = shape.step;
  }
  bucket.level = Math.min(bucket.level, shape.capacity);
  if (now > bucket.at) bucket.level = Math.max(0, bucket.level - (now - bucket.at) * shape.leak);
  bucket.at = now;
}

/**
 * Milliseconds until a request of this cost has room if none comes before; 0 where it has now. The time to run empty
 * where it never will. The bucket must be at `now`.
 */
export function waitForRoom({ level }: Bucket, { capacity, step, leak }: BucketShape, cost: number): number {
  if (cost * step > capacity) return Math.ceil(capacity / leak);
  return Math.max(0, Math.ceil((level + cost * step - capacity) / leak));
}

/** Puts a request of this cost in. */
export function fill(bucket: Bucket, { step }: BucketShape, cost: number): void {
  bucket.level += cost * step;
}

/** Takes a request of this cost out again. */
export function takeOut(bucket: Bucket, { step }: BucketShape, cost: number): void {
  bucket.level = Math.max(0, bucket.level - cost * step);
}

/** Requests for which there is room. */
export function room({ level }: Bucket, { capacity, step }: BucketShape): number {
  return Math.floor((capacity - level) / step);
}

/** Milliseconds until there is room for one request more; 0 where the bucket is empty. */
export function moreRoomIn(bucket: Bucket, shape: BucketShape): number {
  const next = shape.capacity - (room(bucket, shape) + 1) * shape.step;
  return Math.max(0, Math.ceil((bucket.level - Math.max(0, next)) / shape.leak));
}
