import { type Detector, VALUES } from '../../subject.js';

/** Look-ups of Log4j and other Java templates: `${jndi:…}`, also spelled out by nested look-ups. */
export const jndi: Detector = {
  name: 'jndi',
  roles: [...VALUES, 'path', 'grammar', 'file', 'code'],
  triggers: ['${', '$%7b', 'jndi'],
  detect({ lower }) {
    const plain = resolveLookups(lower);
    const at = plain.search(/\$\{\s{0,10}jndi\s{0,10}:/);
    if (at >= 0) return { category: 'jndi', what: 'lookup', confidence: 0.98, offset: lower.indexOf('${') };
    const nested = lower.search(
      /\$\{(?:env|sys|java|main|ctx|date|lower|upper|base64|bundle|web|::-)[^}]{0,200}\}[^]{0,400}\$\{[^}]{0,200}:/,
    );
    if (nested >= 0) return { category: 'jndi', what: 'nested-lookup', confidence: 0.9, offset: nested };
    return undefined;
  },
};

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
