import { decodeEntities } from '../normalise/index.js';
import { type Reader } from '../reader.js';
import { Ahead } from '../ahead.js';

/**
 * Reads an XML text without building a tree: character data, attribute values, CDATA and comments as values, element
 * and attribute names as names. Declarations are read as one text, since entities are an attack by themselves.
 */
export function readXml(reader: Reader, text: string): void {
  let at = 0;
  let element = '';
  const marks = { open: new Ahead(text, '['), close: new Ahead(text, ']'), end: new Ahead(text, '>') };
  while (at < text.length && !reader.done) {
    const open = text.indexOf('<', at);
    const end = open < 0 ? text.length : open;
    if (end > at && readData(reader, text.slice(at, end), element)) return;
    if (open < 0) return;
    if (text.startsWith('<!--', open)) at = readUntil(reader, text, open + 4, '-->', element);
    else if (text.startsWith('<![CDATA[', open)) at = readUntil(reader, text, open + 9, ']]>', element);
    else if (text.startsWith('<!', open)) at = readDeclaration(reader, text, open, marks);
    else if (text.startsWith('<?', open)) at = readInstruction(reader, text, open);
    else {
      const close = tagEnd(text, open + 1);
      if (text.charCodeAt(open + 1) === 47) element = '';
      else element = readTag(reader, text.slice(open + 1, close));
      at = close + 1;
    }
  }
}

function readData(reader: Reader, raw: string, element: string): boolean {
  const data = decodeEntities(raw).trim();
  return data !== '' && reader.read(data, 'value', 'body', element);
}

function readUntil(reader: Reader, text: string, from: number, mark: string, element: string): number {
  const found = text.indexOf(mark, from);
  const end = found < 0 ? text.length : found;
  reader.read(text.slice(from, end), 'value', 'body', element);
  return end + mark.length;
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
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
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

function nameBefore(tag: string, equals: number): string {
  const before = tag.slice(Math.max(0, equals - MAX_NAME), equals).trimEnd();
  return before.slice(Math.max(before.lastIndexOf(' '), before.lastIndexOf('\n'), before.lastIndexOf('\t')) + 1);
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
