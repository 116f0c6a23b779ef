import { codeAt } from '../code-at.js';
import { Table } from './table.js';

/**
 * Many literals, one pass: an Aho-Corasick automaton as a dense table. Letters match in either case, and a space in a
 * literal stands for any white space of ASCII, as `\s` of the expressions behind it does. Every literal carries a bit; the answer is the union of the bits of all literals that occur, and of what the characters are.
 */
export class Automaton {
  /** By character: its class in the low byte, its kind above it. */
  private readonly classes: Uint16Array;
  private readonly width: number;
  /**
   * A row per state, a cell per class: the state that it leads to, with `SAYS` where that one has bits. Two bytes each,
   * and states in the order of their depth, so that what most texts touch stays in the cache.
   */
  private readonly next: Uint16Array;
  /** The bits of each state. */
  private readonly bits: Int32Array;

  constructor(literals: ReadonlyMap<string, number>) {
    this.classes = new Uint16Array(129);
    const width = (this.width = 2 + this.assignClasses(literals));
    const table = new Table(width);
    table.add();
    for (const [literal, bits] of literals) this.insert(table, 0, literal, 0, bits);
    if (table.size >= SAYS) throw new RangeError('Too many literals for one automaton');
    const order = link(table);
    const { cells } = table;
    const place = new Int32Array(table.size);
    order.forEach((row, index) => (place[row] = index | (cells[row * width] === 0 ? 0 : SAYS)));
    this.bits = order.map((row) => cells[row * width]!);
    this.next = new Uint16Array(order.length * width);
    for (let index = 0; index < order.length; index++) {
      const from = order[index]! * width;
      const to = index * width;
      for (let cell = 1; cell < width; cell++) this.next[to + cell] = place[cells[from + cell]!]!;
    }
  }

  /**
   * The bits of all literals in `text`; also `NON_ASCII` where a character outside ASCII occurs, and `ALPHABET` where
   * all are of the alphabets of base64, and not all are letters of one case or digits.
   */
  scan(text: string): number {
    const { classes, next, bits: bitsOf, width } = this;
    let state = 0;
    let bits = 0;
    let kinds = 0;
    for (let i = 0, { length } = text; i < length; i++) {
      const code = codeAt(text, i);
      const kind = classes[code < 128 ? code : 128]!;
      kinds |= kind;
      state = next[state * width + (kind & 0xff)]!;
      if (state >= SAYS) {
        state -= SAYS;
        bits |= bitsOf[state]!;
      }
    }
    if (kinds >= WIDE) return bits | NON_ASCII;
    return ENCODES[kinds >> 8] === 1 ? bits | ALPHABET : bits;
  }

  /** Class 1 is every character that no literal has. */
  private assignClasses(literals: ReadonlyMap<string, number>): number {
    const { classes } = this;
    let next = 1;
    for (const literal of [...literals.keys(), ...BLANKS]) {
      for (const char of literal) {
        const code = char.charCodeAt(0);
        if (code > 127) throw new RangeError(`Literals are ASCII: ${literal}`);
        if (classes[code] !== 0) continue;
        classes[code] = ++next;
        if (code > 96 && code < 123) classes[code - 32] = next;
      }
    }
    for (let code = 0; code <= 128; code++) classes[code] = (classes[code] || 1) | kindOf(code);
    return next;
  }

  /** Puts in what of the literal follows `at`, below a row. */
  private insert(table: Table, row: number, literal: string, at: number, bits: number): void {
    if (at === literal.length) {
      table.cells[row * this.width]! |= bits;
      return;
    }
    const char = literal[at]!;
    for (const one of char === ' ' ? BLANKS : [char]) {
      this.insert(table, this.step(table, row, one), literal, at + 1, bits);
    }
  }

  /** The row that this character leads to, made where there is none. */
  private step(table: Table, row: number, char: string): number {
    const cell = row * this.width + (this.classes[char.charCodeAt(0)]! & 0xff);
    const known = table.cells[cell]!;
    if (known !== 0) return known;
    const added = table.add();
    // Only now: the cells may be others once a row is added.
    table.cells[cell] = added;
    return added;
  }
}

const BLANKS = [...' \t\n\r\f\v'];

export const NON_ASCII = 1 << 31;
export const ALPHABET = 1 << 29;
/** Set in a cell whose state has bits. */
const SAYS = 0x8000;

const UPPER = 0x100;
const LOWER = 0x200;
const DIGIT = 0x400;
const SIGN = 0x800;
const OTHER = 0x1000;
const WIDE = 0x2000;

function kindOf(code: number): number {
  if (code > 127) return WIDE;
  if (code > 64 && code < 91) return UPPER;
  if (code > 96 && code < 123) return LOWER;
  if (code > 47 && code < 58) return DIGIT;
  return '+/-_='.includes(String.fromCharCode(code)) ? SIGN : OTHER;
}

/** By union of kinds: 1 where a text of such characters may be base64 of something. */
const ENCODES = Uint8Array.from({ length: WIDE >> 8 }, (_, kinds) => {
  const cases = Number((kinds & 1) > 0) + Number((kinds & 2) > 0) + Number((kinds & 4) > 0);
  return kinds < OTHER >> 8 && cases > 1 ? 1 : 0;
});

/**
 * Breadth first: each row takes over what its longest proper suffix knows, so that matching never goes back. Answers
 * the rows in that order.
 */
function link({ cells, width, size }: Table): Int32Array {
  const suffix = new Int32Array(size);
  const queue = new Int32Array(size);
  let end = 1;
  for (let cell = 1; cell < width; cell++) if (cells[cell] !== 0) queue[end++] = cells[cell]!;
  for (let at = 1; at < end; at++) {
    const row = queue[at]! * width;
    const fallback = suffix[queue[at]!]! * width;
    cells[row]! |= cells[fallback]!;
    for (let cell = 1; cell < width; cell++) {
      const next = cells[row + cell]!;
      if (next === 0) cells[row + cell] = cells[fallback + cell]!;
      else {
        suffix[next] = cells[fallback + cell]!;
        queue[end++] = next;
      }
    }
  }
  return queue;
}
