import { type BucketShape, bucketShape } from './bucket.js';
import { type WindowRule } from './port.js';

/** What a rule is made of once and needed at each request; it goes with the rule. */
interface Prepared {
  readonly bucket: BucketShape | undefined;
  readonly wire: readonly (string | number)[];
}

const prepared = new WeakMap<WindowRule, Prepared>();

/** The shape of a rule's bucket; undefined where the rule is a window. */
export function shapeOf(rule: WindowRule): BucketShape | undefined {
  return rule.burst === undefined ? undefined : preparedOf(rule).bucket;
}

/**
 * The four arguments that tell a script of a rule: its label; of a window the limit, its length in milliseconds, and
 * `sliding` or `fixed`; of a bucket its capacity, a request's share of it, and what leaks out in a millisecond.
 */
export function wireOf(rule: WindowRule): readonly (string | number)[] {
  return preparedOf(rule).wire;
}

function preparedOf(rule: WindowRule): Prepared {
  let found = prepared.get(rule);
  if (!found) prepared.set(rule, (found = prepare(rule)));
  return found;
}

function prepare({ name, limit, window, fixed, burst }: WindowRule): Prepared {
  const label = labelOf(name);
  if (burst === undefined) {
    return { bucket: undefined, wire: [label, limit, window * 1000, fixed ? 'fixed' : 'sliding'] };
  }
  const bucket = bucketShape(limit, window, burst);
  return { bucket, wire: [label, bucket.capacity, bucket.step, bucket.leak] };
}

/** How a rule's record begins. Nearly every client has one of the rule `default`, which therefore goes without a name. */
function labelOf(name: string): string {
  if (name === 'default') return '';
  return `${name.replace(/[%=;\s\p{Cc}]/gu, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}=`;
}
