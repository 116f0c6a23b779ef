/** Half the width of a bucket, relative to its value: no quantile is further than this from a value that occurred. */
export const RELATIVE_ERROR = 0.05;
const GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LOG_GROWTH = Math.log(GROWTH);

/** Seconds. What is outside is counted at the border. */
export const SMALLEST = 1e-5;
export const LARGEST = 1_000;
const BUCKETS = Math.ceil(Math.log(LARGEST / SMALLEST) / LOG_GROWTH) + 1;

/**
 * Counts durations in buckets whose borders grow by a constant factor. A quantile read from it is within 5 % of the true
 * one, between 10 µs and 1,000 s. Constant time and no allocation per value; about 750 bytes. The scheme is that of
 * DDSketch (Masson, Rim, Lee 2019) with fixed bounds.
 */
export class Histogram {
  private readonly buckets = new Uint32Array(BUCKETS);
  private total = 0;

  get count(): number {
    return this.total;
  }

  add(seconds: number): void {
    // A value that is not above the border, NaN included, belongs to the first bucket.
    const bucket = seconds > SMALLEST ? Math.ceil(Math.log(seconds / SMALLEST) / LOG_GROWTH) : 0;
    const index = bucket < BUCKETS ? bucket : BUCKETS - 1;
    this.buckets[index] = (this.buckets[index] as number) + 1;
    this.total += 1;
  }

  /** The value below which the share `q` of all values lies (nearest rank); 0 where there are none. */
  quantile(q: number): number {
    let rank = Math.max(1, Math.ceil(q * this.total));
    if (this.total === 0) return 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      rank -= this.buckets[bucket] as number;
      if (rank <= 0) return middle(bucket);
    }
    return LARGEST;
  }

  merge(other: Histogram): void {
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      this.buckets[bucket] = (this.buckets[bucket] as number) + (other.buckets[bucket] as number);
    }
    this.total += other.total;
  }

  clear(): void {
    this.buckets.fill(0);
    this.total = 0;
  }
}

/** The value whose relative distance to both borders of the bucket is the same. */
function middle(bucket: number): number {
  return bucket === 0 ? SMALLEST : (SMALLEST * 2 * GROWTH ** bucket) / (GROWTH + 1);
}
