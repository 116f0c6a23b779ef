import { isFilter } from '../../contents.js';
import { type Detector } from '../../subject.js';
import { tableRoom } from '../table.js';
import { BRACKETED_OPERATORS, OPERATORS } from './data/operators.js';

const ANY = OPERATORS.join('|');
const BRACKETED = BRACKETED_OPERATORS.join('|');

const table = tableRoom({
  name: 'nosql',
  category: 'nosqli',
  triggers: [
    ...BRACKETED_OPERATORS.map((operator) => `$${operator}`),
    ...['db.', 'db[', 'return', 'sleep(', 'while', 'var ', 'this.', '||', '&&', 'function', 'mapreduce'],
    ...['flushall', 'flushdb', 'config', 'slaveof', 'replicaof', 'module', 'eval', 'detach', 'load', 'call'],
    ...['match', '"script"', 'union'],
  ],
  rules: [
    {
      what: 'operator-key',
      pattern: new RegExp(`(?:^|[[.])\\$(?:${ANY})\\]?(?:$|[[.])|\\[\\$(?:${BRACKETED})\\]`),
      confidence: 0.9,
      roles: ['name'],
    },
    {
      what: 'operator',
      pattern: new RegExp(`(?:^|[{,'"\\s[(&])['"]?\\$(?:${ANY})['"]?\\s{0,9}(?::|=>)`),
      confidence: 0.7,
    },
    { what: 'operator', pattern: /\{\s{0,9}['"]?\$(?:un)?set['"]?\s{0,9}:\s{0,9}\{/, confidence: 0.6 },
    // A key without quotes is none of a JSON schema.
    { what: 'operator', pattern: new RegExp(`[{,]\\s{0,9}\\$(?:${BRACKETED})\\s{0,9}:`), confidence: 0.7 },
    { what: 'operator', pattern: new RegExp(`\\[\\$(?:${BRACKETED})\\](?:\\s{0,9}=|$)`), confidence: 0.8 },
    {
      what: 'shell-method',
      pattern:
        /\bdb\.(?:(?!\bdb\.)[\w.]){1,60}\.(?:insert|find|drop|remove|update|delete|aggregate|count|save|distinct|mapreduce|bulkwrite|createindex|renamecollection|replaceone)\w{0,12}\s{0,9}\(|\bdb\.(?:getcollection\w{0,12}|getsiblingdb|runcommand|drop(?:database|user|all\w{1,20})|eval|admincommand|getname|version|stats|createuser|createcollection|currentop|shutdownserver|serverstatus|copydatabase|getmongo|getusers|grantrolestouser)\(|\bdb\[['"]\w{1,40}['"]\]\./,
      confidence: 0.7,
    },
    {
      what: 'script',
      pattern:
        /^\S{0,60}\s{0,3}['"][\s)]{0,9}(?:;\s{0,9}(?:return\b|sleep\(|while\(|var \w)|return\s{0,3}[(!'"])|^[^;]{0,60};\s{0,9}return[\s(]{1,9}(?:true|false|1|!|this|'|")/,
      confidence: 0.6,
    },
    {
      // A function where a value was meant: `$where` takes one, and so does mapReduce.
      what: 'function',
      pattern:
        /^\s{0,3}\(?function\s{0,3}\w{0,20}\s{0,3}\([\w\s,]{0,40}\)\s{0,3}\{[^\n]{0,200}\}[\s;)]{0,3}$|\bmapreduce\s{0,3}\(\s{0,3}function\b/,
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
        /['"\d]\s{0,9}(?:\|\||&&)\s{0,9}(?:(['"\d])\w{0,9}['"]?\s{0,9}={2,3}\s{0,9}\1|this\.|true|1\b)|\bthis\.\w{1,40}(?:\.\w{1,20})?\s{0,9}(?:\.(?:match|indexof|startswith|charat)\(|={2,3}|!=|<|>)/,
      confidence: 0.6,
    },
    {
      // Redis: a line of its own, or a script with its number of keys.
      what: 'redis',
      pattern:
        /[\r\n](?:\*\d{1,3}\r?\n)?(?:flushall|flushdb|config\s{1,3}(?:set|get|rewrite)\s|(?:slave|replica)of\s{1,3}\S{1,60}\s{1,3}\d|module\s{1,3}load\s|eval\s{1,3}['"])|^eval\s{1,3}(["'])[^\n]{1,200}\1\s{1,3}\d{1,3}\b/,
      confidence: 0.6,
    },
    {
      // Cypher
      what: 'cypher',
      pattern:
        /\bdetach\s{1,3}delete\s{1,3}\w{1,20}\b(?!\s{1,3}\w{2})|\bload\s{1,3}csv\s{1,3}(?:with\s{1,3}headers\s{1,3})?from\s{1,3}['"]|\bcall\s{1,3}(?:db|dbms|apoc)\.\w|\bmatch\s{0,3}\(\w{0,20}(?::\w{1,30})?\)\s{0,3}(?:return|detach|delete|where|set)\b/,
      confidence: 0.7,
    },
    { what: 'search-script', pattern: /^\W{1,8}"script"\s{0,3}:\s{0,3}\{/, confidence: 0.6 },
  ],
});

/** Operators that run script. */
const RUNS = /\$(?:where|function|accumulator|expr)\b/;

/** Operators of document databases where a plain value was meant: as keys, and in text that is put into a query. */
export const nosql: Detector = {
  ...table,
  detect(subject) {
    const match = table.detect(subject);
    if (match?.what !== 'operator-key' || subject.place !== 'body') return match;
    // An interface that takes filters is asked in the words of filters.
    return isFilter(subject.path) && !RUNS.test(subject.lower) ? undefined : match;
  },
};
