import { isDocument } from './document.js';
import { ALPHABET, Automaton, NON_ASCII } from './match/index.js';
import { DECODING_TRIGGERS } from './normalise/index.js';
import { type Detector, type Role, ROLES } from './subject.js';

/** Bits 0 to 28 are rooms; 29: perhaps base64; 30: decoding may change the text; 31: a character outside ASCII. */
const ENCODED = 1 << 30;
export const BASE64 = ALPHABET;
/** Decoding may change the text. */
export const DECODABLE = ENCODED | NON_ASCII;
export const ROOMS = ~(DECODABLE | BASE64);
const MAX_DETECTORS = 29;
/** No room has a shorter one. */
const SHORTEST_LIMIT = 24;
const STEPS_OF_A_TEXT = 1000;

/** The rooms, in the order in which they are asked, and the automaton that says which of them a text concerns. */
export class RuleSet {
  private readonly automaton: Automaton;
  private readonly byRole: Readonly<Record<Role, number>>;
  private readonly nonAscii: number;
  private readonly optional: readonly (readonly [category: string, bit: number])[];
  /** The rooms that are not optional. */
  readonly always: number;
  private readonly costs: readonly Detector['cost'][];

  constructor(readonly detectors: readonly Detector[]) {
    if (detectors.length > MAX_DETECTORS) throw new RangeError(`At most ${MAX_DETECTORS} detectors fit in the mask`);
    const literals = new Map<string, number>();
    const add = (literal: string, bit: number) => literals.set(literal, (literals.get(literal) ?? 0) | bit);
    detectors.forEach(({ triggers }, index) => triggers.forEach((literal) => add(literal, 1 << index)));
    DECODING_TRIGGERS.forEach((literal) => add(literal, ENCODED));
    this.automaton = new Automaton(literals);
    this.costs = detectors.map(({ cost }) => cost);
    this.nonAscii = bitsOf(detectors, (detector) => detector.nonAscii === true);
    this.optional = detectors.flatMap(({ optional }, index) => (optional ? [[optional, 1 << index] as const] : []));
    this.always = this.optional.reduce((rooms, [, bit]) => rooms & ~bit, ROOMS);
    const byRole = (role: Role) => [role, ~ROOMS | bitsOf(detectors, ({ roles }) => roles.includes(role))] as const;
    this.byRole = Object.fromEntries(ROLES.map(byRole)) as Record<Role, number>;
  }

  /** The rooms that are asked: an optional one only where its category is on. */
  asked(off: ReadonlySet<string>): number {
    let rooms = ROOMS;
    for (const [category, bit] of this.optional) if (off.has(category)) rooms &= ~bit;
    return rooms;
  }

  /** Every room that reads texts of this role. */
  rooms(role: Role): number {
    return this.byRole[role];
  }

  /** Those of the rooms that read a text of its length and kind. */
  reading(rooms: number, text: string): number {
    if (text.length <= SHORTEST_LIMIT) return rooms;
    const document = isDocument(text);
    let left = rooms;
    for (let rest = rooms; rest !== 0; rest &= rest - 1) {
      const { longest = Infinity, documents } = this.detectors[31 - Math.clz32(rest & -rest)] ?? {};
      if (text.length > longest || (document && documents === false)) left &= ~(rest & -rest);
    }
    return left;
  }

  /** Steps that these rooms take at worst for the text. */
  cost(rooms: number, text: string): number {
    let steps = 0;
    for (let rest = rooms; rest !== 0; rest &= rest - 1) {
      const cost = this.costs[31 - Math.clz32(rest & -rest)] ?? 0;
      steps += typeof cost === 'number' ? cost * text.length : cost(text);
    }
    return steps + STEPS_OF_A_TEXT;
  }

  /** Which rooms the text concerns, and whether decoding may change it. */
  mask(text: string, role: Role): number {
    const bits = this.automaton.scan(text);
    return (bits < 0 ? bits | this.nonAscii : bits) & this.byRole[role];
  }
}

/** A rule set that leaves nothing out: every room sees every text. For the test that the automaton hides no match. */
export class UnfilteredRuleSet extends RuleSet {
  override mask(_text: string, role: Role): number {
    return this.rooms(role);
  }
}

const bitsOf = (detectors: readonly Detector[], holds: (detector: Detector) => boolean): number =>
  detectors.reduce((bits, detector, index) => (holds(detector) ? bits | (1 << index) : bits), 0);
