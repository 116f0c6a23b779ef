import { type Metric } from '../../kernel/index.js';

/** How often a cache was asked so far, and how often it knew. Both only grow. */
export interface CacheCounts {
  readonly hits: number;
  readonly misses: number;
}

/** The share of questions that a cache answered in the interval that ends now. */
export class HitRate {
  private seen: CacheCounts = { hits: 0, misses: 0 };

  constructor(
    private readonly cache: string,
    private readonly counts: () => CacheCounts,
  ) {}

  /** Nothing where nobody asked. */
  collect(): Metric[] {
    const { hits, misses } = this.counts();
    const known = hits - this.seen.hits;
    const asked = known + misses - this.seen.misses;
    this.seen = { hits, misses };
    return asked === 0 ? [] : [{ type: 'cache_hit_rate', value: known / asked, tags: { cache: this.cache } }];
  }
}
