import { codeAt } from '../../code-at.js';

/** Of names. */
const isLetter = (code: number): boolean => ((code | 32) > 96 && (code | 32) < 123) || code === 95;
const isDigit = (code: number): boolean => code > 47 && code < 58;
/** Commas, byte order marks and all that is no sign to see mean nothing; so do comments. */
const isIgnored = (code: number): boolean => code < 33 || code === 44 || code === 0xfeff;

/** The tokens of a GraphQL document, one after the other. */
export class Tokens {
  /** Where the token begins. */
  start = 0;
  /** The token where it is a name; empty where it is not. */
  word = '';
  private end = 0;
  private previous = '';
  private sign = '';

  constructor(private readonly text: string) {}

  /** Goes on to the next token; false at the end. */
  next(): boolean {
    this.previous = this.word === '' ? this.sign : '';
    this.start = this.skip(this.end);
    this.word = this.wordAt(this.start);
    this.sign = '';
    const first = this.text[this.start];
    if (first === undefined) return false;
    if (this.word !== '') this.end = this.start + this.word.length;
    else if (first === '"') this.end = this.stringEnd();
    else {
      this.sign = this.text.startsWith('...', this.start) ? '...' : first;
      this.end = this.start + this.sign.length;
    }
    return true;
  }

  is(sign: string): boolean {
    return this.sign === sign;
  }

  /** Whether the token before is this sign. */
  before(sign: string): boolean {
    return this.previous === sign;
  }

  peekIs(sign: string): boolean {
    return this.text.startsWith(sign, this.skip(this.end));
  }

  /** The name that follows; empty where none does. */
  peekWord(): string {
    return this.wordAt(this.skip(this.end));
  }

  private skip(from: number): number {
    const { text } = this;
    let at = from;
    for (let comment = false; at < text.length; at++) {
      const code = codeAt(text, at);
      if (code === 10 || code === 13) comment = false;
      else if (code === 35) comment = true;
      else if (!comment && !isIgnored(code)) break;
    }
    return at;
  }

  private wordAt(from: number): string {
    const { text } = this;
    if (!isLetter(codeAt(text, from))) return '';
    let end = from + 1;
    for (let code = codeAt(text, end); isLetter(code) || isDigit(code); code = codeAt(text, end)) end++;
    return text.slice(from, end);
  }

  private stringEnd(): number {
    const { text, start } = this;
    const block = text.startsWith('"""', start);
    for (let at = start + (block ? 3 : 1); at < text.length; at++) {
      const char = text[at]!;
      if (char === '\\' && (!block || text.startsWith('"""', at + 1))) at += block ? 3 : 1;
      else if (block ? text.startsWith('"""', at) : char === '"' || char === '\n') return at + (block ? 3 : 1);
    }
    return text.length;
  }
}
