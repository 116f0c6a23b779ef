import { type Limit } from './limit.js';

/**
 * Limits of two lists as one, the same one at every request: what the store makes of a list it makes once. What is joined
 * goes with its parts.
 */
export class JoinedLimits {
  private readonly joined = new WeakMap<readonly Limit[], WeakMap<readonly Limit[], readonly Limit[]>>();

  of(first: readonly Limit[], second: readonly Limit[]): readonly Limit[] {
    if (first.length === 0) return second;
    if (second.length === 0) return first;
    let withFirst = this.joined.get(first);
    if (!withFirst) this.joined.set(first, (withFirst = new WeakMap<readonly Limit[], readonly Limit[]>()));
    let all = withFirst.get(second);
    if (!all) withFirst.set(second, (all = [...first, ...second]));
    return all;
  }
}
