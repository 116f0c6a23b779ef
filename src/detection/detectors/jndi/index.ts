import { Ahead } from '../../ahead.js';
import { type Detector, VALUES } from '../../subject.js';

/** Look-ups of Log4j and other Java templates: `${jndi:…}`, also spelled out by nested look-ups. */
export const jndi: Detector = {
  name: 'jndi',
  cost: 12,
  roles: [...VALUES, 'path', 'grammar', 'file', 'code'],
  triggers: ['${', '$%7b', 'jndi'],
  detect({ lower }) {
    const plain = resolveLookups(lower);
    const at = plain.search(/\$\{\s{0,10}jndi\s{0,10}:/);
    if (at >= 0) return { category: 'jndi', what: 'lookup', confidence: 0.98, offset: lower.indexOf('${') };
    const nested = nestedLookup(lower);
    if (nested >= 0) return { category: 'jndi', what: 'nested-lookup', confidence: 0.9, offset: nested };
    return undefined;
  },
};

const LOOKUP = /\$\{(?:(?:env|sys|java|main|ctx|date|lower|upper|base64|bundle|web)\b|::-)/y;
const LONGEST = 200;
const NEAR = 400;

/** Where a look-up ends and another one with a colon begins close by; -1 where there is none. Reads no stretch twice. */
function nestedLookup(text: string): number {
  const brace = new Ahead(text, '}');
  const colon = new Ahead(text, ':');
  let read = { start: -1, end: Infinity };
  let ended = { start: -1, end: -Infinity };
  for (let open = text.indexOf('${'); open >= 0; open = text.indexOf('${', open + 2)) {
    if (read.end <= open) ended = read;
    const end = brace.from(open);
    const named = colon.from(open + 2);
    if (named < end && named <= open + 2 + LONGEST && open - ended.end <= NEAR) return ended.start;
    LOOKUP.lastIndex = open;
    if (LOOKUP.test(text) && end < text.length && end <= LOOKUP.lastIndex + LONGEST)
      read = { start: open, end: end + 1 };
  }
  return -1;
}

/** Resolves what only spells out characters: `${lower:j}`, `${::-j}`, `${env:X:-j}`. A few rounds are enough. */
function resolveLookups(text: string): string {
  let plain = text;
  for (let round = 0; round < 4; round++) {
    const next = plain.replace(/\$\{(?:(?:lower|upper):([^${}]{0,20})|[^${}]{0,40}:-([^${}]{0,20}))\}/g, '$1$2');
    if (next === plain) break;
    plain = next;
  }
  return plain;
}
