import { ENOUGH_IN_DOCUMENT } from './document.js';
import { ALPHABET, Automaton, NON_ASCII, Sieve } from './match/index.js';
import { DECODING_TRIGGERS } from './normalise/index.js';
import { type Detector, type Role, ROLES, type Rule, type Sieves, type Subject } from './subject.js';

/** Bits 0 to 27 are rooms; 28: an apostrophe; 29: perhaps base64; 30: decoding may change the text; 31: a character outside ASCII. */
const APOSTROPHE = 1 << 28;
const ENCODED = 1 << 30;
export const BASE64 = ALPHABET;
/** Decoding may change the text. */
export const DECODABLE = ENCODED | NON_ASCII;
export const ROOMS = ~(DECODABLE | BASE64 | APOSTROPHE);
const MAX_DETECTORS = 28;
/** No room has a shorter one. */
const SHORTEST_LIMIT = 24;
const STEPS_OF_A_TEXT = 1500;
const STEPS_OF_A_ROOM = 300;
/** Of the path of a text, by character from there on: rooms look in it for what it says of the text. */
const STEPS_OF_A_PATH = 18;
const PATH_WITHOUT_STEPS = 40;

/** The rooms, in the order in which they are asked, and the automaton that says which of them a text concerns. */
export class RuleSet {
  private readonly automaton: Automaton;
  private readonly byRole: Readonly<Record<Role, number>>;
  private readonly nonAscii: number;
  /** The rooms that an apostrophe concerns. */
  private readonly quoting: number;
  private readonly optional: readonly (readonly [category: string, bit: number])[];
  /** The rooms that are not optional. */
  readonly always: number;
  private readonly costs: readonly Detector['cost'][];
  /** Say which rules may match a text, and an article, where only the surest count. */
  readonly sieves: Sieves | undefined;

  constructor(readonly detectors: readonly Detector[]) {
    if (detectors.length > MAX_DETECTORS) throw new RangeError(`At most ${MAX_DETECTORS} detectors fit in the mask`);
    const literals = new Map<string, number>();
    const add = (literal: string, bit: number) => literals.set(literal, (literals.get(literal) ?? 0) | bit);
    detectors.forEach(({ triggers }, index) =>
      triggers.forEach((literal) => add(literal, literal === "'" ? APOSTROPHE : 1 << index)),
    );
    DECODING_TRIGGERS.forEach((literal) => add(literal, ENCODED));
    this.automaton = new Automaton(literals);
    this.costs = detectors.map(({ cost }) => cost);
    this.sieves = this.sievesOf(detectors);
    this.quoting = bitsOf(detectors, ({ triggers }) => triggers.includes("'"));
    this.nonAscii = bitsOf(detectors, (detector) => detector.nonAscii === true);
    this.optional = detectors.flatMap(({ optional }, index) => (optional ? [[optional, 1 << index] as const] : []));
    this.always = this.optional.reduce((rooms, [, bit]) => rooms & ~bit, ROOMS);
    const byRole = (role: Role) =>
      [role, DECODABLE | BASE64 | bitsOf(detectors, ({ roles }) => roles.includes(role))] as const;
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
  reading(rooms: number, subject: Subject): number {
    const { length } = subject.text;
    if (length <= SHORTEST_LIMIT) return rooms;
    let left = rooms;
    for (let rest = rooms; rest !== 0; rest &= rest - 1) {
      const { longest = Infinity, documents } = this.detectors[31 - Math.clz32(rest & -rest)] ?? {};
      if (length > longest || (documents === false && subject.document)) left &= ~(rest & -rest);
    }
    return left;
  }

  /** Steps that these rooms take for the text. */
  cost(rooms: number, subject: Subject): number {
    let steps = STEPS_OF_A_TEXT + STEPS_OF_A_PATH * Math.max(0, subject.path.length - PATH_WITHOUT_STEPS);
    for (let rest = rooms; rest !== 0; rest &= rest - 1) {
      const cost = this.costs[31 - Math.clz32(rest & -rest)] ?? 0;
      steps += STEPS_OF_A_ROOM + (typeof cost === 'number' ? cost * subject.text.length : cost(subject));
    }
    return steps;
  }

  /** Which rooms the text concerns, and whether decoding may change it. */
  mask(text: string, role: Role): number {
    let bits = this.automaton.scan(text);
    if (bits < 0) bits |= this.nonAscii;
    if ((bits & APOSTROPHE) !== 0 && !isWithinWord(text)) bits |= this.quoting;
    return bits & this.byRole[role];
  }

  protected sievesOf(detectors: readonly Detector[]): Sieves | undefined {
    const groups = [...new Set(detectors.flatMap(({ rules }) => (rules ? [rules] : [])))];
    const patternOf = ({ pattern }: Rule): RegExp => pattern;
    const isSure = ({ confidence }: Rule): boolean => confidence >= ENOUGH_IN_DOCUMENT;
    return { all: new Sieve(groups, patternOf), sure: new Sieve(groups, patternOf, isSure) };
  }
}

/** A rule set that leaves nothing out: every room sees every text, and asks every rule. For the test that the automaton hides no match. */
export class UnfilteredRuleSet extends RuleSet {
  override mask(_text: string, role: Role): number {
    return this.rooms(role);
  }

  protected override sievesOf(): undefined {
    return undefined;
  }
}

/** `O'Reilly`, `we don't know`: an apostrophe, and only one, between two letters. It opens no string and closes none. */
function isWithinWord(text: string): boolean {
  const at = text.indexOf("'");
  return isLetter(text.charCodeAt(at - 1)) && isLetter(text.charCodeAt(at + 1)) && text.indexOf("'", at + 1) < 0;
}

const isLetter = (code: number): boolean => (code | 32) > 96 && (code | 32) < 123;

const bitsOf = (detectors: readonly Detector[], holds: (detector: Detector) => boolean): number =>
  detectors.reduce((bits, detector, index) => (holds(detector) ? bits | (1 << index) : bits), 0);
