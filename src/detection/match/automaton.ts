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
    const rows = [new Int32Array(width)];
    for (const [literal, bits] of literals) this.insert(rows, width, literal, bits);
    if (rows.length >= SAYS) throw new RangeError('Too many literals for one automaton');
    const order = link(rows, width);
    const place = new Array<number>(rows.length);
    order.forEach((row, index) => (place[row] = index));
    this.bits = Int32Array.from(order, (row) => rows[row]![0]!);
    const cellOf = (row: number) => place[row]! | (rows[row]![0] === 0 ? 0 : SAYS);
    this.next = new Uint16Array(order.length * width);
    order.forEach((row, index) => {
      const cells = rows[row]!;
      for (let cell = 1; cell < width; cell++) this.next[index * width + cell] = cellOf(cells[cell]!);
    });
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
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
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

  private insert(rows: Int32Array[], width: number, literal: string, bits: number): void {
    let ends = [0];
    for (const char of literal) {
      const chars = char === ' ' ? BLANKS : [char];
      ends = ends.flatMap((row) => chars.map((one) => this.step(rows, width, row, one)));
    }
    for (const row of ends) rows[row]![0]! |= bits;
  }

  /** The row that this character leads to, made where there is none. */
  private step(rows: Int32Array[], width: number, row: number, char: string): number {
    const cell = this.classes[char.charCodeAt(0)]! & 0xff;
    const known = rows[row]![cell]!;
    if (known !== 0) return known;
    rows.push(new Int32Array(width));
    return (rows[row]![cell] = rows.length - 1);
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
function link(rows: readonly Int32Array[], width: number): number[] {
  const suffix = new Array<number>(rows.length).fill(0);
  const queue = [0, ...rows[0]!.slice(1).filter((row) => row !== 0)];
  for (let at = 1; at < queue.length; at++) {
    const row = queue[at]!;
    const cells = rows[row]!;
    const fallback = rows[suffix[row]!]!;
    cells[0]! |= fallback[0]!;
    for (let cell = 1; cell < width; cell++) {
      const next = cells[cell]!;
      if (next === 0) cells[cell] = fallback[cell]!;
      else {
        suffix[next] = fallback[cell]!;
        queue.push(next);
      }
    }
  }
  return queue;
}
