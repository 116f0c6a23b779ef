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

/** The rooms, in the order in which they are asked, and the automaton that says which of them a text concerns. */
export class RuleSet {
  private readonly automaton: Automaton;
  private readonly byRole: Readonly<Record<Role, number>>;
  private readonly nonAscii: number;

  constructor(readonly detectors: readonly Detector[]) {
    if (detectors.length > MAX_DETECTORS) throw new RangeError(`At most ${MAX_DETECTORS} detectors fit in the mask`);
    const literals = new Map<string, number>();
    const add = (literal: string, bit: number) => literals.set(literal, (literals.get(literal) ?? 0) | bit);
    detectors.forEach(({ triggers }, index) => triggers.forEach((literal) => add(literal, 1 << index)));
    DECODING_TRIGGERS.forEach((literal) => add(literal, ENCODED));
    this.automaton = new Automaton(literals);
    this.nonAscii = bitsOf(detectors, (detector) => detector.nonAscii === true);
    const byRole = (role: Role) => [role, ~ROOMS | bitsOf(detectors, ({ roles }) => roles.includes(role))] as const;
    this.byRole = Object.fromEntries(ROLES.map(byRole)) as Record<Role, number>;
  }

  /** Every room that reads texts of this role. */
  rooms(role: Role): number {
    return this.byRole[role];
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
