/** A regular expression as a tree, as far as its literals go. */
export type Node =
  /** A character that is one of these, in lower case; `undefined` where they are many. */
  | { readonly kind: 'char'; readonly chars: readonly string[] | undefined }
  /** Takes no character; `^` where it is the beginning of the text. */
  | { readonly kind: 'border'; readonly start: boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'either'; readonly branches: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly least: number; readonly most: number }
  /** Something of any length. */
  | { readonly kind: 'any' };

/** More than so many characters in one place say nothing. */
const FEW = 12;
const BORDER: Node = { kind: 'border', start: false };
const UNKNOWN: Node = { kind: 'char', chars: undefined };
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' };
const QUANTIFIER = /(?:\*|\+|\?|\{(\d{1,9})(?:(,)(\d{0,9}))?\})\??/y;
const ESCAPE = /\\(?:x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]+)\}|c[a-z]|[pP]\{[^}]*\}|k<[^>]*>|([1-9]\d*)|([^]))/iy;

/** Reads the source of a valid expression. */
export function parse(source: string): Node {
  return new Parser(source).either();
}

class Parser {
  private at = 0;

  constructor(private readonly source: string) {}

  either(): Node {
    const branches = [this.sequence()];
    while (this.take('|')) branches.push(this.sequence());
    return branches.length === 1 ? branches[0]! : { kind: 'either', branches };
  }

  private sequence(): Node {
    const parts: Node[] = [];
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at]!)) parts.push(this.repeated(this.one()));
    return { kind: 'sequence', parts };
  }

  private repeated(part: Node): Node {
    QUANTIFIER.lastIndex = this.at;
    const found = QUANTIFIER.exec(this.source);
    if (!found) return part;
    this.at += found[0].length;
    const [mark, least, comma, most] = found;
    if (least === undefined)
      return { kind: 'repeat', part, least: mark[0] === '+' ? 1 : 0, most: mark[0] === '?' ? 1 : Infinity };
    return {
      kind: 'repeat',
      part,
      least: +least,
      most: comma === undefined ? +least : most === '' ? Infinity : +most!,
    };
  }

  private one(): Node {
    if (this.take('(')) return this.group();
    if (this.take('[')) return this.characters();
    if (this.source[this.at] === '\\') return this.escape();
    const char = this.source[this.at++]!;
    if (char === '^' || char === '$') return { kind: 'border', start: char === '^' };
    return char === '.' ? UNKNOWN : charNode([char]);
  }

  private group(): Node {
    const around = /(?:\?(?:(<?[=!])|:|<\w+>))?/y;
    around.lastIndex = this.at;
    const found = around.exec(this.source)!;
    this.at += found[0].length;
    const inner = this.either();
    this.at++;
    return found[1] === undefined ? inner : BORDER;
  }

  private escape(): Node {
    ESCAPE.lastIndex = this.at;
    const [all, byte, unit, point, back, char] = ESCAPE.exec(this.source)!;
    this.at += all.length;
    const code = byte ?? unit ?? point;
    if (code !== undefined) return charNode([String.fromCodePoint(parseInt(code, 16))]);
    if (back !== undefined || all.startsWith('\\k')) return { kind: 'any' };
    if (char === 'b' || char === 'B') return BORDER;
    if (char === undefined || 'wWdDsS'.includes(char)) return UNKNOWN;
    return charNode([CONTROLS[char] ?? char]);
  }

  private characters(): Node {
    const negated = this.take('^');
    const chars: string[] = [];
    let few = !negated;
    while (!this.take(']')) {
      const char = this.member();
      if (this.source[this.at] === '-' && this.source[this.at + 1] !== ']') {
        this.at++;
        const last = this.member();
        if (char === undefined || last === undefined || last.charCodeAt(0) - char.charCodeAt(0) > FEW) few = false;
        else
          for (let code = char.charCodeAt(0); code <= last.charCodeAt(0); code++) chars.push(String.fromCharCode(code));
      } else if (char === undefined) few = false;
      else chars.push(char);
    }
    return few && chars.length <= FEW ? charNode(chars) : UNKNOWN;
  }

  /** A member of a class; undefined for one that stands for many. */
  private member(): string | undefined {
    if (this.source[this.at] !== '\\') return this.source[this.at++];
    if (this.source[this.at + 1] === 'b') {
      this.at += 2;
      return '\b';
    }
    const node = this.escape();
    return node.kind === 'char' && node.chars?.length === 1 ? node.chars[0] : undefined;
  }

  private take(char: string): boolean {
    if (this.source[this.at] !== char) return false;
    this.at++;
    return true;
  }
}

/** Only ASCII is looked for by literals. */
const charNode = (chars: readonly string[]): Node =>
  chars.every((char) => char.charCodeAt(0) < 128)
    ? { kind: 'char', chars: [...new Set(chars.map((char) => char.toLowerCase()))] }
    : UNKNOWN;
