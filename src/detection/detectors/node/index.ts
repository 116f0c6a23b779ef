import { VALUES } from '../../subject.js';
import { tableRoom } from '../table.js';

/** JavaScript that reaches out of the value on a server, and serialised functions. */
export const node = tableRoom({
  name: 'node',
  category: 'node',
  triggers: [
    'require',
    'process',
    'child_process',
    'constructor',
    'eval(',
    'eval (',
    'function(',
    'function (',
    'settimeout',
    'setinterval',
    '$$nd_func',
    'while',
    'global.',
    'globalthis',
    'fromcharcode',
    'mainmodule',
    'import(',
    'import (',
    'res.',
    'response.',
    'filesync',
    'dirsync',
    'execsync',
    'spawnsync',
    '.spawn',
    'execfile',
    '_load',
  ],
  rules: [
    {
      what: 'module',
      pattern:
        /\brequire ?\(\s{0,5}['"`]\s{0,3}(?:node:)?(?:child_process|fs|net|http|https|vm|os|cluster|dgram|dns|repl)\b|import ?\(\s{0,5}['"`](?:node:)?(?:child_process|fs)/,
      confidence: 0.75,
    },
    {
      what: 'module',
      pattern: /['"`]child_process['"`]|\bchild_process\s{0,3}\)?\.(?:exec|spawn|fork)\w{0,8}\s{0,3}[(`]/,
      confidence: 0.6,
    },
    {
      what: 'process',
      pattern:
        /\bprocess\.(?:mainmodule|binding|dlopen|_load)\b|\bmainmodule\.|global(?:this)?\.process\b|\b(?:process|require)\s{0,3}\[\s{0,3}['"`\w]|require\.main\b|\bconstructor\._load\b/,
      confidence: 0.75,
    },
    {
      what: 'process',
      pattern: /\bprocess\.(?:kill|exit)\s{0,3}\(|^\s{0,3}[$#{]{1,3}\s{0,3}process\.env\b/,
      confidence: 0.55,
    },
    {
      what: 'constructor',
      pattern:
        /constructor\s{0,3}(?:\.|\[['"`]|\]\[?['"`]?)\s{0,3}constructor|constructor\s{0,3}\(\s{0,3}['"]|:constructor:constructor|\['constructor'\]/,
      confidence: 0.75,
    },
    { what: 'serialised-function', pattern: /_\$\$nd_func\$\$_/, confidence: 0.95 },
    { what: 'endless-loop', pattern: /^[\s;'"]{0,5}while\s{0,5}\(\s{0,5}(?:!|true|1\b|'|"|`|\d)/, confidence: 0.7 },
    {
      what: 'evaluation',
      pattern:
        /(?:^|[^\w.])(?:eval|new\s{1,5}function|settimeout|setinterval) ?\(\s{0,5}(?:['"`]|string\.|atob|unescape|decodeuri|buffer|require|this|\+|\(|res\.|new|[a-z]+\()|string\.fromcharcode\b/,
      confidence: 0.65,
    },
    {
      what: 'response',
      pattern:
        /\bres(?:ponse)?\.(?:end|send|write|sendfile)\s{0,3}\(|\.(?:readfilesync|readdirsync|writefilesync|execsync|spawnsync|execfile|spawn)\s{0,3}\(/,
      confidence: 0.65,
    },
  ],
  roles: VALUES,
});
