import { codeAt } from '../code-at.js';
import { literalsOf } from './literals.js';
import { Table } from './table.js';

/** A longer literal is looked for by its beginning. */
const LONGEST = 10;

/** What a text may hold. */
export interface Sifted<T> {
  /** Those of a group whose expressions may match, in the order of the group. */
  among(group: readonly T[]): readonly T[];
  /** How many of its literals were found: at each of them the expression may have to look further. */
  hits(item: T): number;
}

interface Group<T> {
  /** The number of its first item. */
  readonly start: number;
  readonly end: number;
  /** Those of it that need no literal. */
  readonly always: readonly T[];
}

/**
 * Many expressions, one pass: which of them may match a text, by the literals that each match must hold, which are read
 * off the expressions themselves. The automaton is that of Aho and Corasick as a dense table.
 */
export class Sieve<T> {
  private readonly groups = new Map<readonly T[], Group<T>>();
  private readonly numbers = new Map<T, number>();
  private readonly always = new Set<T>();
  private readonly anchored = new Set<T>();
  private readonly classes = new Uint8Array(129);
  private readonly next: Uint16Array;
  private readonly width: number;
  /** By state, the numbers of the items whose literals end there, and how often in the one text that is being read. */
  private readonly ends: readonly (readonly number[] | undefined)[];
  private readonly seen: Uint32Array;
  private readonly counts: Uint32Array;
  private text = 0;

  /** An item that is not `wanted` is never among those that may match. */
  constructor(
    groups: readonly (readonly T[])[],
    expressionOf: (item: T) => RegExp,
    wanted: (item: T) => boolean = () => true,
  ) {
    const items = new Map<string, Set<number>>();
    for (const group of groups) {
      const start = this.numbers.size;
      for (const item of group) {
        const number = this.numbers.size;
        this.numbers.set(item, number);
        if (!wanted(item)) continue;
        const { anyOf, anchored } = literalsOf(expressionOf(item));
        if (anchored) this.anchored.add(item);
        if (anyOf === undefined) this.always.add(item);
        for (const literal of anyOf ?? []) {
          const key = literal.slice(0, LONGEST);
          items.set(key, (items.get(key) ?? new Set<number>()).add(number));
        }
      }
      const always = group.filter((item) => this.always.has(item));
      this.groups.set(group, { start, end: this.numbers.size, always });
    }
    const chars = [...new Set([...items.keys()].join(''))];
    this.classes.fill(chars.length);
    chars.forEach((char, index) => (this.classes[char.charCodeAt(0)] = index));
    this.width = chars.length + 1;
    const { table, ends, order } = grow(items, this.classes, this.width);
    const { cells, size, width } = table;
    if (size >= SAYS) throw new RangeError('Too many literals for one automaton');
    this.ends = Array.from(order, (state) => ends[state]);
    this.seen = new Uint32Array(size);
    this.counts = new Uint32Array(size);
    this.next = new Uint16Array(size * width);
    // In the order of their depth, so that what most texts touch stays in the cache.
    const place = new Uint16Array(size);
    order.forEach((state, index) => (place[state] = ends[state] ? index | SAYS : index));
    for (let index = 0; index < size; index++) {
      const from = order[index]! * width;
      for (let cell = 0; cell < width; cell++) this.next[index * width + cell] = place[cells[from + cell]!]!;
    }
  }

  /** Whether a match of this item's expression can only begin where the text does. */
  isAnchored(item: T): boolean {
    return this.anchored.has(item);
  }

  /** Which expressions may match `lower`, a text in lower case. */
  sift(lower: string): Sifted<T> {
    const { classes, next, ends, width, seen, counts } = this;
    const mark = (this.text = (this.text + 1) >>> 0 || 1);
    const states: number[] = [];
    let state = 0;
    for (let i = 0, { length } = lower; i < length; i++) {
      const code = codeAt(lower, i);
      state = next[state * width + classes[code < 128 ? code : 128]!]!;
      if (state < SAYS) continue;
      state -= SAYS;
      if (seen[state] !== mark) {
        seen[state] = mark;
        counts[state] = 0;
        states.push(state);
      }
      counts[state]!++;
    }
    const found: number[] = [];
    const hits: number[] = [];
    for (const end of states) {
      for (const item of ends[end]!) {
        const known = found.indexOf(item);
        if (known >= 0) hits[known]! += counts[end]!;
        else hits[found.push(item) - 1] = counts[end]!;
      }
    }
    return {
      among: (group) => this.among(group, found),
      hits: (item) => hits[found.indexOf(this.numbers.get(item)!)] ?? 0,
    };
  }

  private among(group: readonly T[], found: readonly number[]): readonly T[] {
    const { start, end, always } = this.groups.get(group)!;
    const own = found.filter((number) => number >= start && number < end);
    if (own.length === 0) return always;
    if (always.length > 0) return group.filter((item, index) => own.includes(start + index) || always.includes(item));
    return own.sort(ascending).map((number) => group[number - start]!);
  }
}

const ascending = (a: number, b: number): number => a - b;

/** Set where a state that literals end in is led to. */
const SAYS = 0x8000;

/** The states of the automaton, in the order of their depth too, each with where every class leads, and the items that end there. */
function grow(
  items: ReadonlyMap<string, ReadonlySet<number>>,
  classes: Uint8Array,
  width: number,
): { table: Table; ends: (number[] | undefined)[]; order: Int32Array } {
  const table = new Table(width);
  const ends: (number[] | undefined)[] = [];
  table.add();
  for (const [literal, own] of items) {
    let state = 0;
    for (const char of literal) {
      const cell = state * width + classes[char.charCodeAt(0)]!;
      const known = table.cells[cell]!;
      state = known === 0 ? table.add() : known;
      table.cells[cell] = state;
    }
    ends[state] = [...own];
  }
  return { table, ends, order: link(table, ends) };
}

/** Lets each state take over what its longest proper suffix leads to, and says. Answers the states by depth. */
function link({ cells, size, width }: Table, ends: (number[] | undefined)[]): Int32Array {
  const suffix = new Int32Array(size);
  const queue = new Int32Array(size);
  let end = 1;
  for (let cell = 0; cell < width; cell++) if (cells[cell] !== 0) queue[end++] = cells[cell]!;
  for (let at = 1; at < end; at++) {
    const state = queue[at]!;
    const fallback = suffix[state]!;
    const inherited = ends[fallback];
    if (inherited) ends[state] = [...new Set([...(ends[state] ?? []), ...inherited])];
    for (let cell = 0; cell < width; cell++) {
      const child = cells[state * width + cell]!;
      if (child === 0) cells[state * width + cell] = cells[fallback * width + cell]!;
      else {
        suffix[child] = cells[fallback * width + cell]!;
        queue[end++] = child;
      }
    }
  }
  return queue;
}
