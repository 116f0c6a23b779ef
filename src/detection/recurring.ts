import { type Role } from './subject.js';

/** Headers of which most requests send one of a few values, none of them secret, and the role of their values. */
const HEADERS: readonly (readonly [name: string, role: Role])[] = [
  ['user-agent', 'header'],
  ['origin', 'header'],
  ['x-requested-with', 'header'],
  ['upgrade-insecure-requests', 'grammar'],
  ['accept', 'grammar'],
  ['accept-language', 'grammar'],
  ['accept-encoding', 'grammar'],
  ['cache-control', 'grammar'],
  ['pragma', 'grammar'],
  ['priority', 'grammar'],
  ['dnt', 'grammar'],
  ['te', 'grammar'],
  ['content-type', 'grammar'],
  ['sec-ch-ua', 'grammar'],
  ['sec-ch-ua-mobile', 'grammar'],
  ['sec-ch-ua-platform', 'grammar'],
  ['sec-fetch-dest', 'grammar'],
  ['sec-fetch-mode', 'grammar'],
  ['sec-fetch-site', 'grammar'],
  ['sec-fetch-user', 'grammar'],
];
/** Texts of one place, twice: at most 22 x 256 of 300 characters, whatever comes. */
const GENERATION = 128;
const MAX_LENGTH = 300;

/** A longer name may be a part of the header that it stood in, all of which it would keep. */
const LONGEST_NAME = 12;

/**
 * Texts of one place in which no room saw anything, however weak: what they say is known. A room's answer depends on
 * nothing but the text and its place, so that a text that is here need not be read again, under any settings.
 */
export class RecurringTexts {
  private young = new Set<string>();
  private old = new Set<string>();

  constructor(
    readonly role: Role,
    private readonly longest: number,
  ) {}

  has(text: string): boolean {
    if (this.young.has(text)) return true;
    if (!this.old.has(text)) return false;
    this.add(text);
    return true;
  }

  /** Keeps a text; what was not asked for while as many others came is forgotten. */
  add(text: string): void {
    if (text.length > this.longest) return;
    if (this.young.size >= GENERATION) {
      this.old = this.young;
      this.young = new Set();
    }
    this.young.add(text);
  }
}

/** What an engine keeps of the heads that it has read. */
export interface Recurring {
  /** Values of headers, by name in lower case. */
  readonly headers: ReadonlyMap<string, RecurringTexts>;
  /** Names of parameters and cookies that have a value: without one the name may be all that is said, and secret. */
  readonly parameters: RecurringTexts;
  readonly cookies: RecurringTexts;
}

export const recurring = (): Recurring => ({
  headers: new Map(HEADERS.map(([name, role]) => [name, new RecurringTexts(role, MAX_LENGTH)])),
  parameters: new RecurringTexts('name', LONGEST_NAME),
  cookies: new RecurringTexts('name', LONGEST_NAME),
});
