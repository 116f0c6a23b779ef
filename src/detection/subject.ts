import { type DetectionCategory } from './categories.js';
import { ENOUGH_IN_CODE, ENOUGH_IN_DOCUMENT, isDocument, isLedTo, isProse } from './document.js';
import { type Sieve, type Sifted } from './match/index.js';
import { type Place } from './types.js';

/**
 * What a text is to the application: a name (key, parameter), a value, a whole path, a segment of it, a header's value,
 * one whose grammar the protocol gives, the name of a file, the text of a file, or source code
 * in a field that is there for code.
 */
export const ROLES = ['name', 'value', 'path', 'segment', 'header', 'grammar', 'filename', 'file', 'code'] as const;
export type Role = (typeof ROLES)[number];
/** Texts that an application reads as values: not a whole path, not a header of the protocol, not a file. */
export const VALUES: readonly Role[] = ['name', 'value', 'segment', 'header', 'filename'];

/** One text in one of its readings (as sent, or after decoding), as detectors see it. */
export class Subject {
  private lowered: string | undefined;
  private documentary: boolean | undefined;
  private spoken: boolean | undefined;
  private named: string | undefined;
  private sifted: Sifted<Rule> | undefined;
  /** Of each room that was asked, all of its rules and those that are asked. */
  private readonly rooms: (readonly Rule[])[] = [];
  private readonly asking: (readonly Rule[])[] = [];

  constructor(
    readonly text: string,
    readonly role: Role,
    /** The whole name of the parameter, header, cookie or field, with its path. */
    readonly path: string,
    readonly place: Place['kind'],
    /** False where the request comes from a page of the same host, or says nothing of where it comes from. */
    readonly foreign: boolean,
    /** Tells which rules may match; all may where there is none. */
    private readonly sieves?: Sieves,
  ) {}

  /** Steps that rooms may take beside those that are counted by length, see `spend`. */
  allowance = Infinity;

  /** Takes steps for what a room is about to do. Once it answers false, what follows in the text is not read. */
  spend(steps: number): boolean {
    this.allowance -= steps;
    return this.allowance >= 0;
  }

  /** Says that the room reads no further, whatever steps there are. */
  leave(): void {
    this.allowance = Math.min(this.allowance, -1);
  }

  /** In lower case, character by character: an offset in it is one in the text. */
  get lower(): string {
    return (this.lowered ??= lowerCase(this.text));
  }

  /** The name without its path, in lower case. */
  get field(): string {
    return (this.named ??= lastName(this.path));
  }

  /** True for a page, an article, a source file: long, of many lines or sentences. Words mean less there. */
  get document(): boolean {
    return (this.documentary ??= isDocument(this.text));
  }

  /** True for a sentence or more of words: what is named in it is spoken of, not used. */
  get prose(): boolean {
    return (this.spoken ??= isProse(this.text));
  }

  /** The least confidence that can count for such a text; what is less sure need not be looked for. */
  get least(): number {
    if (this.role === 'code') return ENOUGH_IN_CODE;
    return this.document ? ENOUGH_IN_DOCUMENT : 0;
  }

  /** Those of a room's rules that may match and whose match may count. All others are spared. */
  asked(rules: readonly Rule[]): readonly Rule[] {
    const known = this.rooms.indexOf(rules);
    if (known >= 0) return this.asking[known]!;
    const asking = (this.asking[this.rooms.push(rules) - 1] = this.chosen(rules));
    return asking;
  }

  private chosen(rules: readonly Rule[]): readonly Rule[] {
    const { least, sieve } = this;
    const strong = least === 0 ? rules : rules.filter(({ confidence }) => confidence >= least);
    if (!sieve || strong.length === 0) return strong;
    const among = this.sift(sieve).among(rules);
    return least === 0 ? among : among.filter((rule) => strong.includes(rule));
  }

  /**
   * Steps of a rule that is asked: each character is a place where a match may begin, if it need not be the first, and at
   * each of its literals it may have to look further.
   */
  stepsOf(rule: Rule): number {
    const { sieve, text } = this;
    if (!sieve) return text.length;
    const steps = STEPS_OF_A_HIT * this.sift(sieve).hits(rule);
    return sieve.isAnchored(rule)
      ? STEPS_AT_THE_BEGINNING + Math.min(steps, MOST_AT_THE_BEGINNING)
      : text.length + steps;
  }

  private get sieve(): Sieve<Rule> | undefined {
    return this.least === 0 ? this.sieves?.all : this.sieves?.sure;
  }

  private sift(sieve: Sieve<Rule>): Sifted<Rule> {
    return (this.sifted ??= sieve.sift(this.lower));
  }

  /** The match as sure as it can be where a sentence leads to it: what is shown to a reader is not sent to an interpreter. */
  discount(match: Match | undefined): Match | undefined {
    if (!match || match.confidence <= SHOWN || !this.prose || !isLedTo(this.text, match.offset)) return match;
    return { ...match, confidence: SHOWN };
  }
}

const STEPS_AT_THE_BEGINNING = 30;
const MOST_AT_THE_BEGINNING = 500;
const STEPS_OF_A_HIT = 25;
/** Less than a sentence asks for. */
const SHOWN = 0.65;

/** The last name of a path such as `user[address][street]` or `items.0.sku`, in lower case. */
function lastName(name: string): string {
  const short = name.length > 200 ? name.slice(-200) : name;
  const end = short.endsWith(']') ? short.length - 1 : short.length;
  const start =
    Math.max(short.lastIndexOf('[', end - 1), short.lastIndexOf('.', end - 1), short.lastIndexOf(':', end - 1)) + 1;
  return short.slice(start, end).toLowerCase();
}

/** `İ` is the one character that becomes longer: it becomes an i, as it does for who folds it. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replaceAll('\u0130', 'i').toLowerCase();
}

/** What a detector saw. */
export interface Match {
  readonly category: DetectionCategory;
  /** What was seen, such as `tautology`; the room's name is put before it. */
  readonly what: string;
  /** 0 to 1. What decides depends on the text: see `reader.ts`. */
  readonly confidence: number;
  readonly offset: number;
}

/** One expression over a text in lower case, and what it means. */
export interface Rule {
  readonly what: string;
  readonly pattern: RegExp;
  readonly confidence: number;
  /** A literal that every match holds: spares the expression where it is not there. */
  readonly needs?: string;
  readonly category?: DetectionCategory;
  /** Where it applies; the room's roles where absent. */
  readonly roles?: readonly Role[];
}

/** Which of the rules may match: of all, and of those that count in an article. */
export interface Sieves {
  readonly all: Sieve<Rule>;
  readonly sure: Sieve<Rule>;
}

/** One room: the detectors of one attacked language. */
export interface Detector {
  readonly name: string;
  /**
   * Literals in lower case. `detect` can only find something in a text that holds one of them: the engine does not call
   * it for others.
   */
  readonly triggers: readonly string[];
  /** True where characters outside ASCII make `detect` look too. */
  readonly nonAscii?: boolean;
  /** The category of all that it sees, where it is asked only while that is on. */
  readonly optional?: DetectionCategory;
  /** What the room reads; it is not called for other texts. */
  readonly roles: readonly Role[];
  /**
   * Steps that it takes at worst, by character or for a text: a step is about what one expression needs for a character.
   * `npm run bench:growth` shows where it is more.
   */
  readonly cost: number | ((subject: Subject) => number);
  /** Its rules that are spared where `Subject.asks` says so. */
  readonly rules?: readonly Rule[];
  /** It is not called for longer texts. */
  readonly longest?: number;
  /** False where it is not called for pages, articles and source files. */
  readonly documents?: boolean;
  detect(subject: Subject): Match | undefined;
}
