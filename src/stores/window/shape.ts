import { type BucketShape, bucketShape } from './bucket.js';
import { type WindowRule } from './port.js';

/** Made once and needed at each request; they go with their rules. */
const shapes = new WeakMap<WindowRule, BucketShape>();
const wires = new WeakMap<readonly WindowRule[], readonly (string | number)[]>();

/** The shape of a rule's bucket; undefined where the rule is a window. */
export function shapeOf(rule: WindowRule): BucketShape | undefined {
  const { limit, window, burst } = rule;
  if (burst === undefined) return undefined;
  let shape = shapes.get(rule);
  if (!shape) shapes.set(rule, (shape = bucketShape(limit, window, burst)));
  return shape;
}

/**
 * What tells a script of rules, four arguments each: its label; of a window the limit, its length in milliseconds, and
 * `sliding` or `fixed`; of a bucket its capacity, a request's share of it, and what leaks out in a millisecond. Kept with
 * the list, which should be the same one at every request.
 */
export function wireOf(rules: readonly WindowRule[]): readonly (string | number)[] {
  let wire = wires.get(rules);
  if (!wire) wires.set(rules, (wire = rules.flatMap(fourOf)));
  return wire;
}

function fourOf(rule: WindowRule): (string | number)[] {
  const { name, limit, window, fixed } = rule;
  const shape = shapeOf(rule);
  if (shape) return [labelOf(name), shape.capacity, shape.step, shape.leak];
  return [labelOf(name), limit, window * 1000, fixed ? 'fixed' : 'sliding'];
}

/** How a rule's record begins. Nearly every client has one of the rule `default`, which therefore goes without a name. */
function labelOf(name: string): string {
  if (name === 'default') return '';
  return `${name.replace(/[%=;\s\p{Cc}]/gu, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}=`;
}
