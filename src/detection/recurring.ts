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
/** Values by header, twice: at most 20 x 256 values of 300 characters, whatever comes. */
const GENERATION = 128;
const MAX_LENGTH = 300;

/**
 * Values of such a header in which no room saw anything, however weak: what they say is known. A room's answer depends
 * on nothing but the text and its place, so that a value that is here need not be read again, under any settings.
 */
export class RecurringValues {
  private young = new Set<string>();
  private old = new Set<string>();

  constructor(readonly role: Role) {}

  has(value: string): boolean {
    if (this.young.has(value)) return true;
    if (!this.old.has(value)) return false;
    this.add(value);
    return true;
  }

  /** Keeps a value; what was not asked for while as many others came is forgotten. */
  add(value: string): void {
    if (value.length > MAX_LENGTH) return;
    if (this.young.size >= GENERATION) {
      this.old = this.young;
      this.young = new Set();
    }
    this.young.add(value);
  }
}

/** What an engine keeps of the headers that it has read, by name in lower case. */
export type Recurring = ReadonlyMap<string, RecurringValues>;

export const recurringHeaders = (): Recurring =>
  new Map(HEADERS.map(([name, role]) => [name, new RecurringValues(role)]));
