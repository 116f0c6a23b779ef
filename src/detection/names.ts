/** Characters that are kept of the beginning and of the end of a long name. */
const KEPT = 200;
const LONGEST = 2 * KEPT + 1;

/**
 * A name or a path as rooms and exceptions see it: of a long one its beginning and its end. Each text below a name is
 * looked up by all of it, so that one long name above many texts would cost their product.
 */
export const shortened = (path: string): string =>
  path.length <= LONGEST ? path : `${path.slice(0, KEPT)}.${path.slice(-KEPT)}`;

/** The path of what stands under a key. */
export const pathBelow = (path: string | undefined, key: string): string =>
  shortened(path === undefined ? key : `${path}.${key}`);
