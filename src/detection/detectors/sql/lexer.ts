import { codeAt } from '../../code-at.js';
import { ATTACK_FUNCTIONS, BLIND_FUNCTIONS, FUNCTION_FAMILY, WORD_KINDS } from './data/words.js';

/**
 * The tokens of a text read as SQL. `shape` has one character per token:
 * `n` number, `s` string, `q` string that the text leaves open, `w` name, `f` name before a bracket, `D` attack
 * function, `v` variable, `c` comment up to the end, `x` anything else, and the kinds of data/words.ts; punctuation
 * stands for itself, `=` for every comparison and `+` for every other operator.
 */
export interface Tokens {
  readonly shape: string;
  /** In lower case. */
  readonly words: readonly string[];
  readonly offsets: readonly number[];
  /** The quote of the string that the text leaves open; 0 where there is none. */
  readonly open: number;
  /** Where the next token would begin; the length of the text where there is none. */
  readonly end: number;
}

/** Tokens that are read at once: a statement of more is no less an attack at its beginning. */
const MAX_TOKENS = 1000;

/** Reads the first tokens of `lower` as SQL; with a quote, as from inside a string literal in these quotes. Linear. */
export function tokenise(lower: string, quote = 0): Tokens {
  const lexer = new Lexer(lower, 0);
  if (quote !== 0) lexer.openString(quote);
  return lexer.read();
}

/** Reads the tokens from `from` on, as what comes after others: the first of them is none that means anything. */
export function tokeniseOn(lower: string, from: number): Tokens {
  const lexer = new Lexer(lower, from);
  lexer.follow();
  return lexer.read();
}

const OPERATOR = /<=>|<>|!=|<=|>=|:=|\|\||&&|<<|>>|::|->>?|!~\*?|~\*|[=<>+\-*/%&|^~!]/y;
const NUMBER = /0x[0-9a-f]*|0b[01]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+|e(?=\.))?/y;
const WORD = /[a-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const VARIABLE = /@@?[\w.$`]*/y;
const COMPARISON = new Set(['=', '<', '>', '<>', '!=', '<=', '>=', '<=>', '~*', '!~', '!~*']);
const BACKTICK = 96;
/** Words that are functions too, where a bracket follows. */
const CALLABLE = new Set(
  'user database schema if convert cast interval left right replace insert isnull truncate char mod current_user session_user version repeat elt current_date current_time login trigger delay div exists'.split(
    ' ',
  ),
);

/** A comment between a name and its bracket; longer ones are not looked past. */
const MAX_COMMENT = 64;
/** `[name]`, with its brackets. */
const MAX_NAME = 65;
/** Whether a name is known for that of a function of a database. */
export const isFunction = (word: string): boolean =>
  BLIND_FUNCTIONS.has(word) || ATTACK_FUNCTIONS.has(word) || CALLABLE.has(word) || FUNCTION_FAMILY.test(word);

class Lexer {
  open = 0;
  private readonly kinds: string[] = [];
  readonly words: string[] = [];
  readonly offsets: number[] = [];

  /** Where blanks begin that go on up to the end. */
  private readonly inked: number;

  constructor(
    private readonly text: string,
    private at: number,
  ) {
    this.inked = text.trimEnd().length;
  }

  read(): Tokens {
    while (this.next());
    const { words, offsets, open, text } = this;
    return { shape: this.kinds.join(''), words, offsets, open, end: Math.min(this.at, text.length) };
  }

  /** The text before was read as other tokens. */
  follow(): void {
    this.push('x', this.at, this.at);
  }

  /** Reads a token; false at the end. */
  private next(): boolean {
    this.skipBlank();
    const { text, at } = this;
    if (at >= text.length || this.words.length >= MAX_TOKENS) return false;
    const code = codeAt(text, at);
    if (code === 39 || code === 34 || code === BACKTICK) this.string(code);
    else if (this.isDigit(code) || (code === 46 && this.isDigit(codeAt(text, at + 1)))) this.match(NUMBER, 'n');
    else if (code === 64) this.match(VARIABLE, 'v');
    else if (code === 40 || code === 41 || code === 44 || code === 59 || code === 46) this.push(text[at]!, at, at + 1);
    else if (code === 35) return this.comment(at, 'line');
    else if (code === 91) this.bracket();
    else if (code === 92 && codeAt(text, at + 1) === 110) this.push('N', at, at + 2);
    else if (this.match(WORD, 'w')) this.classify();
    else if (this.match(OPERATOR, '+')) this.classifyOperator();
    else this.push('x', at, at + 1);
    return true;
  }

  /** The text begins inside a string in these quotes: reads to its end. */
  openString(quote: number): void {
    const close = this.text.indexOf(String.fromCharCode(quote), this.at);
    const end = close < 0 ? this.text.length : close;
    this.push(close < 0 ? 'q' : 's', this.at, Math.min(end + 1, this.text.length), end);
  }

  private push(kind: string, start: number, end: number, wordEnd = end): void {
    this.kinds.push(kind);
    this.words.push(this.text.slice(start, wordEnd));
    this.offsets.push(start);
    this.at = end;
  }

  private match(pattern: RegExp, kind: string): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) return false;
    this.push(kind, this.at, this.at + found[0].length);
    return true;
  }

  private replaceKind(kind: string): void {
    this.kinds[this.kinds.length - 1] = kind;
  }

  /** A string with backslash and doubled quotes as escapes; backticks hold names. */
  private string(quote: number): void {
    const start = this.at + 1;
    let i = start;
    for (; i < this.text.length; i++) {
      const code = codeAt(this.text, i);
      if (code === 92 && quote !== BACKTICK) i++;
      else if (code === quote) {
        if (codeAt(this.text, i + 1) !== quote) break;
        i++;
      }
    }
    const open = i >= this.text.length;
    if (open) this.open = quote;
    const end = Math.min(i, this.text.length);
    this.push(open ? 'q' : quote === BACKTICK ? 'w' : 's', start, Math.min(end + 1, this.text.length), end);
  }

  /** `[name]` of SQL Server. */
  private bracket(): void {
    const close = this.text.slice(this.at, this.at + MAX_NAME).indexOf(']');
    if (close < 0) this.push('x', this.at, this.at + 1);
    else this.push('w', this.at, this.at + close + 1);
  }

  private classify(): void {
    const word = this.words.at(-1)!;
    const kind = WORD_KINDS.get(word);
    const next = this.afterBlank();
    // What has a blank before its bracket is only called where it is known for a function.
    const call = codeAt(this.text, next) === 40 && (next === this.at || isFunction(word));
    const quoted = codeAt(this.text, this.at);
    if (call && ATTACK_FUNCTIONS.has(word)) this.replaceKind('D');
    else if (kind !== undefined && !(call && CALLABLE.has(word))) this.replaceKind(kind);
    else if (call) this.replaceKind('f');
    // A prefix of a string literal, such as x'41', n'a', _utf8'a', is part of it.
    else if ((quoted === 39 || quoted === 34) && /^(?:[xnbeq]|_[a-z0-9]+)$/.test(word)) this.replaceKind('!');
  }

  /** Where the next token begins, past blanks and one comment. */
  private afterBlank(): number {
    const { text } = this;
    let next = this.at;
    while (codeAt(text, next) <= 32) next++;
    if (codeAt(text, next) !== 47 || codeAt(text, next + 1) !== 42) return next;
    const close = text.slice(next + 2, next + 2 + MAX_COMMENT).indexOf('*/');
    if (close < 0) return next;
    next += close + 4;
    while (codeAt(text, next) <= 32) next++;
    return next;
  }

  private classifyOperator(): void {
    const operator = this.words.at(-1)!;
    if (COMPARISON.has(operator)) this.replaceKind('=');
    else if (operator === '||' || operator === '&&') this.replaceKind('l');
    else if (operator === '!') this.replaceKind('!');
  }

  /** Skips white space, closed comments and the frames of executable comments. */
  private skipBlank(): void {
    const { text } = this;
    for (;;) {
      const code = codeAt(text, this.at);
      if (code <= 32 || code === 0xa0 || code === 0x3000) this.at++;
      else if (code === 47 && codeAt(text, this.at + 1) === 42) {
        if (codeAt(text, this.at + 2) === 33) this.at = this.afterVersion(this.at + 3);
        else if (!this.skipComment()) return;
      } else if (code === 42 && codeAt(text, this.at + 1) === 47) this.at += 2;
      else if (code === 45 && codeAt(text, this.at + 1) === 45) {
        if (!this.comment(this.at, 'line')) return;
      } else return;
    }
  }

  private afterVersion(from: number): number {
    let at = from;
    while (this.isDigit(codeAt(this.text, at))) at++;
    return at;
  }

  /** False where the comment goes up to the end of the text. */
  private skipComment(): boolean {
    const close = this.text.indexOf('*/', this.at + 2);
    if (close >= 0) this.at = close + 2;
    else this.push('c', this.at, this.text.length);
    return close >= 0;
  }

  /** A comment up to the end of the line: blank where another line follows, else the last token. */
  private comment(start: number, _kind: 'line'): boolean {
    const newline = this.text.indexOf('\n', start);
    if (newline >= 0 && newline < this.inked) {
      this.at = newline + 1;
      return true;
    }
    this.push('c', start, this.text.length);
    return false;
  }

  private isDigit(code: number): boolean {
    return code > 47 && code < 58;
  }
}
