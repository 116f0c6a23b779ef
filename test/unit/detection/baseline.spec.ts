import { EXAMPLES, type Example } from '../../attacks/examples.js';
import { inBody, inField, inHeader, inQuery, inTarget } from './verdict.js';

const ASK: Record<Example['place'], (text: string, name?: string) => string | undefined> = {
  query: inQuery,
  json: inField,
  path: (text) => inTarget(`/items/${text}`),
  header: (text) => inHeader('user-agent', text),
  form: (text) => inBody(`a=1&b=${encodeURIComponent(text)}`, 'application/x-www-form-urlencoded'),
};

describe('The baseline of verdicts', () => {
  it.each(EXAMPLES)('$place $text: $verdict', ({ text, place, name, verdict }) => {
    expect(ASK[place](text, name)).toBe(verdict);
  });
});
