/**
 * Many literals, one pass: an Aho-Corasick automaton as a dense table. Letters match in either case. Every literal
 * carries a bit; the answer is the union of the bits of all literals that occur.
 */
export class Automaton {
  private readonly classes: Uint8Array;
  private readonly width: number;
  /** A row per state, a cell per class: the state that it leads to. Two bytes each, so that the table stays in the cache. */
  private readonly next: Uint16Array;
  /** The bits of each state. */
  private readonly bits: Int32Array;

  constructor(literals: ReadonlyMap<string, number>) {
    this.classes = new Uint8Array(128);
    const width = (this.width = 2 + this.assignClasses(literals));
    const rows: number[][] = [newRow(width)];
    for (const [literal, bits] of literals) this.insert(rows, width, literal, bits);
    link(rows, width);
    if (rows.length > 0xffff) throw new RangeError('Too many literals for one automaton');
    this.bits = Int32Array.from(rows, (cells) => cells[0]!);
    this.next = Uint16Array.from(rows.flatMap((cells) => [0, ...cells.slice(1)]));
  }

  /** The bits of all literals in `text`; bit 31 too where a character outside ASCII occurs. */
  scan(text: string): number {
    const { classes, next, bits: bitsOf, width } = this;
    let state = 0;
    let bits = 0;
    let seen = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      seen |= code;
      state = next[state * width + (code < 128 ? classes[code]! : 1)]!;
      bits |= bitsOf[state]!;
    }
    return seen > 127 ? bits | NON_ASCII : bits;
  }

  /** Class 1 is every character that no literal has. */
  private assignClasses(literals: ReadonlyMap<string, number>): number {
    this.classes.fill(1);
    let next = 1;
    for (const literal of literals.keys()) {
      for (const char of literal) {
        const code = char.charCodeAt(0);
        if (code > 127) throw new RangeError(`Literals are ASCII: ${literal}`);
        if (this.classes[code] !== 1) continue;
        this.classes[code] = ++next;
        if (code > 96 && code < 123) this.classes[code - 32] = next;
      }
    }
    return next;
  }

  private insert(rows: number[][], width: number, literal: string, bits: number): void {
    let row = 0;
    for (const char of literal) {
      const cell = this.classes[char.charCodeAt(0)]!;
      let next = rows[row]![cell]!;
      if (next === 0) {
        next = rows.length;
        rows.push(newRow(width));
        rows[row]![cell] = next;
      }
      row = next;
    }
    rows[row]![0]! |= bits;
  }
}

export const NON_ASCII = 1 << 31;

const newRow = (width: number): number[] => new Array<number>(width).fill(0);

/** Breadth first: each row takes over what its longest proper suffix knows, so that matching never goes back. */
function link(rows: number[][], width: number): void {
  const suffix = new Array<number>(rows.length).fill(0);
  const queue = rows[0]!.slice(1).filter((row) => row !== 0);
  for (let at = 0; at < queue.length; at++) {
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
}
