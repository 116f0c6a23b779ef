import { isNaming } from '../../fields.js';
import { type Detector, VALUES } from '../../subject.js';

/** Names that reach the prototype of every object when they are merged or set by path. */
export const prototype: Detector = {
  name: 'prototype',
  cost: 3,
  roles: [...VALUES, 'path'],
  triggers: ['__proto__', 'constructor', 'prototype', '__definegetter__', '__definesetter__'],
  detect({ lower, role, path, field }) {
    const name = role === 'name';
    if (name && /(?:^|[.[\]"'/\s])__(?:proto|definegetter|definesetter)__(?:$|[.[\]"'/\s])/.test(lower))
      return found('proto-key', 0.95);
    if (name && lower === 'prototype' && /(?:^|[.[])constructor\]?[.[]prototype\]?$/i.test(path))
      return found('constructor-key', 0.95);
    const at = lower.search(
      /constructor(?:\.|\]?\[['"]?|\/)prototype|(?<![a-z\d_])__proto__\s{0,3}(?:\.\w|\[|['"]?\s{0,3}[:=])|\[['"]?__proto__/,
    );
    // A path by which something is set.
    if (at < 0 && role === 'value' && /^__proto__$/.test(lower) && isNaming(field)) return found('path', 0.6);
    return at < 0 ? undefined : found('path', name ? 0.95 : 0.65, at);
  },
};

const found = (what: string, confidence: number, offset = 0) => ({
  category: 'prototype-pollution' as const,
  what,
  confidence,
  offset,
});
