import { type GraphqlLimits } from '../../types.js';

/** An operation or a fragment: what it holds by itself, and the fragments that are put into it. */
export interface Definition {
  /** Undefined for an operation. */
  readonly fragment: string | undefined;
  depth: number;
  fields: number;
  aliases: number;
  readonly spreads: { readonly name: string; readonly depth: number }[];
}

interface Size {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
}
type Over = 'depth' | 'aliases' | 'fields' | 'fragment-cycle';

/**
 * Whether an operation is over a limit once its fragments stand in place of their names: a few lines can stand for
 * millions of fields. Each definition is measured once.
 */
export function expandedExcess(definitions: readonly Definition[], limits: GraphqlLimits): Over | undefined {
  const byName = new Map<string, Definition>();
  for (const definition of definitions) {
    if (definition.fragment !== undefined) byName.set(definition.fragment, definition);
  }
  if (byName.size === 0) return undefined;
  const sizes = new Map<Definition, Size | 'open'>();

  const measure = (definition: Definition, level: number): Size | Over => {
    const known = sizes.get(definition);
    if (known) return known === 'open' ? 'fragment-cycle' : known;
    // Every spread is at least one selection deeper, so this is over the limit; and recursion stays within it.
    if (level > limits.maxDepth) return 'depth';
    sizes.set(definition, 'open');
    let { depth, fields, aliases } = definition;
    for (const spread of definition.spreads) {
      const fragment = byName.get(spread.name);
      const size = fragment && measure(fragment, level + 1);
      if (size === undefined) continue;
      if (typeof size === 'string') return size;
      depth = Math.max(depth, spread.depth - 1 + size.depth);
      fields += size.fields;
      aliases += size.aliases;
    }
    if (depth > limits.maxDepth) return 'depth';
    if (fields > limits.maxFields) return 'fields';
    if (aliases > limits.maxAliases) return 'aliases';
    const size = { depth, fields, aliases };
    sizes.set(definition, size);
    return size;
  };

  for (const definition of definitions) {
    const size = measure(definition, 0);
    if (typeof size === 'string') return size;
  }
  return undefined;
}
