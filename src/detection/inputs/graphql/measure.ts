import { type GraphqlLimits } from '../../types.js';
import { expandedExcess, type Definition } from './fragments.js';
import { Tokens } from './tokens.js';

/** What of a document is over a limit, and where. */
export interface Excess {
  readonly what: 'depth' | 'aliases' | 'fields' | 'directives' | 'introspection' | 'fragment-cycle';
  readonly offset: number;
}

const OPERATIONS = new Set(['query', 'mutation', 'subscription', 'fragment']);

/**
 * Holds a GraphQL document against the limits, as its tokens say (GraphQL October 2021, section 2): nested selections,
 * lists and objects; fields and aliases with fragments put in; directives. Undefined within the limits, and for a text
 * that does not begin as a document. Linear; stops at the first limit.
 */
export function excess(text: string, limits: GraphqlLimits): Excess | undefined {
  const tokens = new Tokens(text);
  if (!tokens.next() || !(tokens.is('{') || OPERATIONS.has(tokens.word))) return undefined;
  return new Document(limits).read(tokens);
}

class Document {
  private readonly definitions: Definition[] = [];
  private current: Definition | undefined;
  /** Selections that are open, and brackets of arguments and values that are. */
  private depth = 0;
  private inner = 0;
  private directives = 0;

  constructor(private readonly limits: GraphqlLimits) {}

  read(tokens: Tokens): Excess | undefined {
    do {
      const what = this.step(tokens);
      if (what) return { what, offset: tokens.start };
    } while (tokens.next());
    const what = expandedExcess(this.definitions, this.limits);
    return what && { what, offset: 0 };
  }

  private step(tokens: Tokens): Excess['what'] | undefined {
    const { word } = tokens;
    if (word !== '') return this.word(tokens, word);
    if (tokens.is('@')) return ++this.directives > this.limits.maxDirectives ? 'directives' : undefined;
    if (tokens.is('{')) this.open();
    else if (tokens.is('(') || tokens.is('[')) this.inner++;
    else if (tokens.is('}')) this.close();
    else if ((tokens.is(')') || tokens.is(']')) && this.inner > 0) this.inner--;
    // The brackets of the arguments themselves are no nesting.
    return Math.max(this.depth, this.inner - 1) > this.limits.maxDepth ? 'depth' : undefined;
  }

  private open(): void {
    if (this.inner > 0) {
      this.inner++;
      return;
    }
    this.depth++;
    if (!this.current) this.define(undefined);
    this.current!.depth = Math.max(this.current!.depth, this.depth);
  }

  private close(): void {
    if (this.inner > 0) this.inner--;
    else if (this.depth > 0 && --this.depth === 0) this.current = undefined;
  }

  private word(tokens: Tokens, word: string): Excess['what'] | undefined {
    if (this.depth === 0) {
      if (word === 'fragment' && !this.current) this.define(tokens.peekWord());
      return undefined;
    }
    // Names of directives, arguments and types, and values.
    if (this.inner > 0 || tokens.before('@')) return undefined;
    const current = this.current!;
    if (tokens.before('...')) {
      if (word === 'on') tokens.next();
      else current.spreads.push({ name: word, depth: this.depth });
      return undefined;
    }
    if (tokens.peekIs(':')) return ++current.aliases > this.limits.maxAliases ? 'aliases' : undefined;
    if (this.limits.introspection === 'block' && (word === '__schema' || word === '__type')) return 'introspection';
    return ++current.fields > this.limits.maxFields ? 'fields' : undefined;
  }

  private define(fragment: string | undefined): void {
    this.current = { fragment, depth: 0, fields: 0, aliases: 0, spreads: [] };
    this.definitions.push(this.current);
  }
}
