import { type Node, parse } from './syntax.js';

/** What is known of every match of a part of an expression. */
interface Known {
  /** All that it can match. */
  readonly exact?: readonly string[];
  /** It begins, and ends, with one of these; an empty one where nothing is known. */
  readonly first: readonly string[];
  readonly last: readonly string[];
  /** It holds one of these. */
  readonly holds?: readonly string[] | undefined;
}

const EMPTY: readonly string[] = [''];
const NOTHING: Known = { first: EMPTY, last: EMPTY };
const MAX_JOINED = 64;
const MAX_UNION = 1500;

export interface Literals {
  /** Literals in lower case of which every match holds one; undefined where there are none. */
  readonly anyOf: readonly string[] | undefined;
  /** True where a match can only begin at the beginning of the text. */
  readonly anchored: boolean;
}

const KNOWN = new WeakMap<RegExp, Literals>();

/** What a text in lower case must hold for the expression to match, read off the expression, once. */
export function literalsOf(expression: RegExp): Literals {
  const known = KNOWN.get(expression);
  if (known) return known;
  const literals = read(expression);
  KNOWN.set(expression, literals);
  return literals;
}

function read({ source, flags }: RegExp): Literals {
  const tree = parse(source);
  // Without regard to case, letters outside ASCII stand for some within.
  const anyOf = flags.includes('i') && flags.includes('u') ? undefined : best(knownOf(tree));
  return { anyOf, anchored: !flags.includes('m') && isAnchored(tree) };
}

function isAnchored(node: Node): boolean {
  if (node.kind === 'border') return node.start;
  if (node.kind === 'either') return node.branches.every(isAnchored);
  if (node.kind === 'sequence') return node.parts[0] !== undefined && isAnchored(node.parts[0]);
  return false;
}

function knownOf(node: Node): Known {
  switch (node.kind) {
    case 'border':
      return exactly(EMPTY);
    case 'char':
      return node.chars ? exactly(node.chars) : NOTHING;
    case 'any':
      return NOTHING;
    case 'either':
      return union(node.branches.map(knownOf));
    case 'sequence':
      return joined(node.parts.map(knownOf));
    case 'repeat':
      return repeated(knownOf(node.part), node.least, node.most);
  }
}

const exactly = (exact: readonly string[]): Known => ({ exact, first: exact, last: exact });

function repeated(part: Known, least: number, most: number): Known {
  if (least === 1 && most === 1) return part;
  if (least === 0) return most === 1 && part.exact ? exactly([...new Set(['', ...part.exact])]) : NOTHING;
  return { first: part.first, last: part.last, holds: best(part) };
}

function union(branches: readonly Known[]): Known {
  const exact = merged(branches.map((branch) => branch.exact));
  if (exact) return exactly(exact);
  return {
    first: merged(branches.map(({ first }) => first)) ?? EMPTY,
    last: merged(branches.map(({ last }) => last)) ?? EMPTY,
    holds: merged(branches.map(best)),
  };
}

/** All of several lists; undefined where one is missing or they are too many. */
function merged(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  if (lists.some((list) => list === undefined)) return undefined;
  const all = new Set(lists.flatMap((list) => list ?? []));
  return all.size > MAX_UNION ? undefined : [...all];
}

function joined(parts: readonly Known[]): Known {
  let open = EMPTY;
  let first: readonly string[] | undefined;
  let holds: readonly string[] | undefined;
  for (const part of parts) {
    const exact = part.exact && product(open, part.exact);
    if (exact) {
      open = exact;
      continue;
    }
    const upTo = product(open, part.first) ?? open;
    first ??= upTo;
    holds = rarer(rarer(holds, upTo), part.holds);
    if (part.exact) holds = rarer(holds, part.exact);
    open = part.last.length > MAX_JOINED ? EMPTY : part.last;
  }
  return first ? { first, last: open, holds: rarer(holds, open) } : exactly(open);
}

function product(heads: readonly string[], tails: readonly string[]): readonly string[] | undefined {
  if (heads.length * tails.length > Math.max(MAX_JOINED, heads.length, tails.length)) return undefined;
  return [...new Set(heads.flatMap((head) => tails.map((tail) => head + tail)))];
}

const best = ({ exact, first, last, holds }: Known): readonly string[] | undefined =>
  [first, last, holds].reduce<readonly string[] | undefined>(rarer, rarer(undefined, exact));

/** Of two lists of literals the one whose literals texts hold less often. */
function rarer(a: readonly string[] | undefined, b: readonly string[] | undefined): readonly string[] | undefined {
  if (!b || b.length === 0 || b.includes('')) return a;
  return !a || rarity(b) > rarity(a) ? b : a;
}

/** Letters and what prose has between them say little, other signs say much. */
const rarity = (literals: readonly string[]): number =>
  Math.min(...literals.map((literal) => [...literal].reduce((sum, char) => sum + weight(char), 0))) -
  Math.log2(literals.length) / 8;
const weight = (char: string): number => (/[\s'".,]/.test(char) ? 0.5 : /[a-z0-9()-]/.test(char) ? 1 : 2);
