type Primitive = string | number | boolean | undefined | null;
type Leaf = Primitive | readonly unknown[] | ((...args: never[]) => unknown);

/** Any part of an options class, in depth. Methods of the class are no options; a function that is one is optional. */
export type Input<T> = {
  readonly [K in keyof T as T[K] extends (...args: never[]) => unknown ? never : K]?: NonNullable<T[K]> extends Leaf
    ? T[K]
    : Input<T[K]>;
};
