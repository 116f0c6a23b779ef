import { codeAt } from '../code-at.js';
import { decodeEntities } from '../normalise/index.js';
import { type Reader } from '../reader.js';
import { Ahead } from '../ahead.js';

/**
 * Reads an XML text without building a tree: character data, attribute values, CDATA and comments as values, element
 * and attribute names as names; and the text of an element as a whole where something stands in it, since parsers put
 * the pieces together. Declarations are read as one text, since entities are an attack by themselves.
 */
export function readXml(reader: Reader, text: string): void {
  const open = new OpenElements(reader);
  readNodes(reader, text, open);
  while (!reader.done && open.end());
}

function readNodes(reader: Reader, text: string, elements: OpenElements): void {
  let at = 0;
  const marks = { open: new Ahead(text, '['), close: new Ahead(text, ']'), end: new Ahead(text, '>') };
  while (at < text.length && !reader.done) {
    const open = text.indexOf('<', at);
    const end = open < 0 ? text.length : open;
    if (end > at) elements.add(decodeEntities(text.slice(at, end)));
    if (open < 0 || reader.done) return;
    if (text.startsWith('<!--', open)) {
      const close = endAt(text, open + 4, '-->');
      reader.read(text.slice(open + 4, close), 'value', 'body', elements.name);
      at = close + 3;
    } else if (text.startsWith('<![CDATA[', open)) {
      const close = endAt(text, open + 9, ']]>');
      elements.add(text.slice(open + 9, close));
      at = close + 3;
    } else if (text.startsWith('<!', open)) at = readDeclaration(reader, text, open, marks);
    else if (text.startsWith('<?', open)) at = readInstruction(reader, text, open);
    else {
      const close = tagEnd(text, open + 1);
      // What nothing ends is no tag to some, and takes the rest of the text.
      if (close === text.length && reader.read(text.slice(open), 'value', 'body', elements.name)) return;
      if (codeAt(text, open + 1) === SLASH) elements.end();
      else {
        const name = readTag(reader, text.slice(open + 1, close));
        if (codeAt(text, close - 1) !== SLASH) elements.begin(name);
      }
      at = close + 1;
    }
  }
}

const SLASH = 47;

function endAt(text: string, from: number, mark: string): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found;
}

interface Element {
  readonly name: string;
  /** The pieces of its own text, with the white space between them. */
  readonly pieces: string[];
  /** How many of them are more than white space. */
  texts: number;
}

/** The elements that are open, with their texts so far. */
class OpenElements {
  private readonly elements: Element[] = [];
  private current: Element = { name: '', pieces: [], texts: 0 };

  constructor(private readonly reader: Reader) {}

  get name(): string {
    return this.current.name;
  }

  begin(name: string): void {
    this.elements.push(this.current);
    this.current = { name, pieces: [], texts: 0 };
  }

  /** Reads a piece of the text of the element that is open. */
  add(text: string): void {
    const { current } = this;
    current.pieces.push(text);
    const data = text.trim();
    if (data === '') return;
    current.texts++;
    this.reader.read(data, 'value', 'body', current.name);
  }

  /** Reads the whole text of an element that ends, where it was more than one piece. False where none is open. */
  end(): boolean {
    const { name, pieces, texts } = this.current;
    if (texts > 1) this.reader.read(pieces.join('').trim(), 'value', 'body', name);
    const around = this.elements.pop();
    this.current = around ?? { name: '', pieces: [], texts: 0 };
    return around !== undefined;
  }
}

type Marks = Readonly<Record<'open' | 'close' | 'end', Ahead>>;

/** A DOCTYPE may hold declarations in brackets: up to `]>`, or to the first `>` where it has none. */
function readDeclaration(reader: Reader, text: string, open: number, marks: Marks): number {
  const bracket = marks.open.from(open);
  const first = marks.end.from(open);
  const close = bracket < first ? marks.close.from(bracket) : first;
  const end = Math.min(close + 1, text.length);
  reader.read(text.slice(open, end), 'value', 'body', 'doctype');
  return end;
}

/** `<?xml … ?>` is grammar; other processing instructions are texts. */
function readInstruction(reader: Reader, text: string, open: number): number {
  const close = text.indexOf('?>', open);
  const end = close < 0 ? text.length : close + 2;
  if (!/^<\?xml(?:-stylesheet)?\s/.test(text.slice(open, open + 18))) {
    reader.read(text.slice(open, end), 'value', 'body', 'instruction');
  }
  return end;
}

/** The end of a tag: the first `>` outside quotes. */
function tagEnd(text: string, from: number): number {
  let quote = 0;
  for (let i = from, { length } = text; i < length; i++) {
    const code = codeAt(text, i);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 34 || code === 39) quote = code;
    else if (code === 62) return i;
  }
  return text.length;
}

/** Reads a start tag; answers the element's name. */
function readTag(reader: Reader, tag: string): string {
  const name = /^[^\s/>]*/.exec(tag)?.[0] ?? '';
  // A prefix may stand for a transform or an inclusion: the tag is read as markup.
  if (/^[\w-]+:|xmlns:|xmlns\s{0,3}=[^>]{0,40}\/xinclude/i.test(tag) && reader.read(`<${tag}>`, 'file', 'body', name))
    return name;
  if (reader.read(name, 'name', 'body', name)) return name;
  for (let equals = tag.indexOf('=', name.length); equals >= 0 && !reader.done;) {
    const attribute = nameBefore(tag, equals);
    const [value, end] = quotedAfter(tag, equals + 1);
    if (!reader.read(attribute, 'name', 'body', attribute) && !/^xmlns(?::|$)|:schemalocation$/i.test(attribute)) {
      reader.read(decodeEntities(value), 'value', 'body', attribute);
    }
    equals = tag.indexOf('=', end);
  }
  return name;
}

const MAX_NAME = 100;
const BLANKS = [' ', '\n', '\t', '\r'];

function nameBefore(tag: string, equals: number): string {
  const before = tag.slice(Math.max(0, equals - MAX_NAME), equals).trimEnd();
  return before.slice(Math.max(...BLANKS.map((blank) => before.lastIndexOf(blank))) + 1);
}

/** The quoted text after an equals sign, and where it ends; empty where none follows. */
function quotedAfter(tag: string, from: number): [value: string, end: number] {
  let at = from;
  while (tag.charCodeAt(at) <= 32) at++;
  const quote = tag[at];
  if (quote !== '"' && quote !== "'") return ['', Math.max(at, from)];
  const close = tag.indexOf(quote, at + 1);
  const end = close < 0 ? tag.length : close;
  return [tag.slice(at + 1, end), end];
}
