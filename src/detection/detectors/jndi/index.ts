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
    const at = plain.search(/\$\{\s{0,10}jnd[i\u0131]\s{0,10}:/);
    if (at >= 0) {
      // `${jndi:...}` is how people write about it.
      const meant = /\$\{\s{0,10}jndi\s{0,10}:\s{0,3}(?:[a-z]{2,5}:\/{1,2})?(?:\.{2,3}|\u2026|\s|<)/.test(plain);
      return { category: 'jndi', what: 'lookup', confidence: meant ? 0.4 : 0.98, offset: lower.indexOf('${') };
    }
    const nested = nestedLookup(lower);
    if (nested >= 0) return { category: 'jndi', what: 'nested-lookup', confidence: 0.9, offset: nested };
    const single = lower.search(LOOKUP);
    if (single >= 0) return { category: 'jndi', what: 'lookup', confidence: 0.6, offset: single };
    return undefined;
  },
};

const NESTING = /\$\{(?:(?:env|sys|java|main|ctx|date|lower|upper|base64|bundle|web)\b|::-)/y;
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
    NESTING.lastIndex = open;
    if (NESTING.test(text) && end < text.length && end <= NESTING.lastIndex + LONGEST)
      read = { start: open, end: end + 1 };
  }
  return -1;
}

/**
 * Look-ups of Log4j and of Apache Commons Text that no other configuration has. `${env:X}`, `${date:X}` and `${file:X}` are
 * written into many.
 */
const LOOKUP =
  /\$\{(?:java:(?:version|runtime|vm|os|locale|hw)|ctx:\w|mdc:\w|main:\w|k8s:\w|docker:\w|web:\w|spring:\w|bundle:\w|log4j:\w|marker:|sd:\w|map:type|jvmrunargs:|sys:\w|script:\w{2,20}:|dns:(?:address|canonicalname|name)\||url:[\w-]{3,12}:|file:utf-?\d{1,2}:|const:(?:java|com|org)\.|base64(?:decoder|encoder)?:|urldecoder:|xml:[^}]{1,80}:|resourcebundle:|lower:|upper:|env:(?:\w{0,40}(?:secret|password|passwd|token|access_key|private)))/;

/** Resolves what only spells out characters: `${lower:j}`, `${::-j}`, `${env:X:-j}`. A few rounds are enough. */
function resolveLookups(text: string): string {
  let plain = text;
  for (let round = 0; round < 6; round++) {
    const next = plain.replace(
      /\$\{(?:(?:lower|upper):([^${}]{0,20})|date:'([^${}']{0,20})'|[^${}]{0,40}:-((?:[^${}]|\$(?!\{)){0,20}))\}/g,
      '$1$2$3',
    );
    if (next === plain) break;
    plain = next;
  }
  return plain;
}
