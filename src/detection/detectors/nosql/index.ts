import { tableRoom } from '../table.js';

const OPERATORS =
  'eq|ne|gte?|lte?|n?in|not|nor|x?or|and|where|regex|exists|elemmatch|expr|mod|size|all|type|function|accumulator|jsonschema|geowithin|near|text|comment|lookup|group|match';

/** Operators of document databases where a plain value was meant: as keys, and in text that is put into a query. */
export const nosql = tableRoom({
  name: 'nosql',
  category: 'nosqli',
  triggers: [
    ...OPERATORS.replaceAll('?', '')
      .split('|')
      .map((operator) => `$${operator}`),
    '$or',
    '$in',
    '$gt',
    '$lt',
    'db.',
    'return',
    'sleep(',
    'while(',
    'while (',
    'var ',
    'this.',
    '||',
    '&&',
  ],
  rules: [
    {
      what: 'operator-key',
      pattern: new RegExp(`(?:^|[[.])\\$(?:${OPERATORS})\\]?(?:$|[[.])`),
      confidence: 0.9,
      roles: ['name'],
    },
    {
      what: 'operator',
      pattern: new RegExp(`(?:^|[{,'"\\s[(&])['"]?\\$(?:${OPERATORS})['"]?\\s{0,9}(?::|=>)`),
      confidence: 0.7,
    },
    { what: 'operator', pattern: new RegExp(`\\[\\$(?:${OPERATORS})\\](?:\\s{0,9}=|$)`), confidence: 0.8 },
    {
      what: 'shell-method',
      pattern:
        /\bdb\.(?:(?!\bdb\.)[\w.]){1,60}\.(?:insert|find|drop|remove|update|delete|aggregate|count|save|distinct)\w{0,12}\s{0,9}\(|\bdb\.(?:getcollectionnames|runcommand|dropdatabase|eval|admincommand|getname|version|stats)\(/,
      confidence: 0.7,
    },
    {
      what: 'script',
      pattern:
        /^\S{0,60}\s{0,3}['"][\s)]{0,9}(?:;\s{0,9}(?:return\b|sleep\(|while\(|var \w)|return\s{0,3}[(!'"])|^[^;]{0,60};\s{0,9}return[\s(]{1,9}(?:true|false|1|!|this|'|")/,
      confidence: 0.6,
    },
    {
      // `do{…}while(new Date()-a<20000)`: a script that waits.
      what: 'wait',
      pattern: /\bdo\s{0,3}\{[^}]{0,80}new\s{1,3}date\b[^}]{0,60}\}\s{0,3}while\s{0,3}\(/,
      confidence: 0.6,
    },
    {
      what: 'condition',
      pattern:
        /['"\d]\s{0,9}(?:\|\||&&)\s{0,9}(?:(['"\d])\w{0,9}['"]?\s{0,9}={2,3}\s{0,9}\1|this\.|true|1\b)|\bthis\.\w{1,40}\s{0,9}(?:\.match\(|={2,3}|!=|<|>)/,
      confidence: 0.6,
    },
  ],
});
