import { endsInWords } from '../../document.js';
import { isSpoken } from '../../fields.js';
import { type Detector, VALUES } from '../../subject.js';
import { tableRoom } from '../table.js';

/** Modules of Node through which a program leaves its own memory. */
const MODULES =
  'fs(?:/promises)?|net|https?|http2|tls|vm|os|cluster|dgram|dns|repl|worker_threads|inspector|v8|module|process|util|tty|async_hooks|wasi';

const table = tableRoom({
  name: 'node',
  category: 'node',
  triggers: [
    ...['require', 'process', 'child_process', 'constructor', 'mainmodule', '_load', 'getbuiltinmodule', 'module.'],
    ...[
      'eval(',
      'eval (',
      'function(',
      'function (',
      'settimeout',
      'setinterval',
      '$$nd_func',
      '_js_function',
      'fromcharcode',
    ],
    ...[
      'while',
      'for(',
      'for (',
      'do{',
      'do {',
      'global.',
      'global[',
      'global [',
      'console.',
      'filesync',
      'dirsync',
      'exec(',
      'exec (',
      'arguments [',
      'global  [',
      'process [',
      'globalthis',
      'root.',
      'import',
      'reflect.',
      'new ',
    ],
    ...[
      'res.',
      'response.',
      'readdirsync',
      'json.stringify',
      'object.',
      'execsync',
      'spawnsync',
      'sync(',
      'sync (',
      '.spawn',
      'execfile',
      'readfile',
      'writefile',
      'spawn (',
      'fork (',
      'spawn(',
      'fork(',
    ],
    ...[
      'deno.',
      'bun.',
      'buffer.',
      '__dirname',
      '__filename',
      'preparestacktrace',
      'runin',
      'compilescript',
      'vm.',
      '.run(',
    ],
    ...['arguments[', 'getprototypeof', 'string.raw'],
  ],
  rules: [
    {
      what: 'module',
      pattern: new RegExp(
        `\\brequire\\s{0,3}(?:/\\*[^*]{0,20}\\*/\\s{0,3})?[(\`]\\s{0,5}['"\`]?\\s{0,3}(?:node:)?(?:child_process|${MODULES})['"\`]\\s{0,3}\\)?\\s{0,3}[.)\\[,;]`,
      ),
      confidence: 0.65,
    },
    {
      what: 'module',
      pattern:
        /\brequire\s{0,3}(?:\/\*[^*]{0,20}\*\/\s{0,3})?\(\s{0,5}['"`]\s{0,3}(?:node:)?(?:child_process|vm|repl|fs|net|http|os)['"`]\s{0,3}\)\s{0,3}\.\w{2,30}\s{0,3}[(.`]|\brequire ?\(\s{0,5}['"`](?:node:)?child_process|import ?\(\s{0,5}['"`](?:node:)?(?:child_process|fs)/,
      confidence: 0.75,
    },
    {
      // The name of the module is put together: nobody does who has nothing to hide.
      what: 'hidden-module',
      needs: 'require',
      pattern:
        /\brequire\s{0,3}\(\s{0,5}(?:['"`][\w:]{1,20}['"`]\s{0,3}\+|string\.|atob|buffer\.|\[|`?\$\{)|\brequire\[\s{0,3}['"`\w]|\brequire`[\w:]{2,20}`|\brequire\.(?:main|cache)\b|^require\.resolve\b/,
      confidence: 0.7,
    },
    {
      what: 'import',
      pattern: new RegExp(
        `^[\\s;'"]{0,5}(?:import\\s{1,3}[\\w{}*\\s,$]{1,60}?from\\s{1,3}|(?:const|let|var)\\s{1,3}[\\w{}\\s,$:]{1,60}?=\\s{0,3}require\\s{0,3}\\(\\s{0,3})['"](?:node:)?(?:child_process|${MODULES})['"]`,
      ),
      confidence: 0.6,
    },
    {
      what: 'module',
      pattern: /[([,=]\s{0,3}['"`]child_process['"`]|\bchild_process\s{0,3}\)?\.(?:exec|spawn|fork)\w{0,8}\s{0,3}[(`]/,
      confidence: 0.6,
    },
    {
      what: 'process',
      pattern:
        /\bprocess\.(?:mainmodule|binding|dlopen|_load|getbuiltinmodule|_linkedbinding)\b|\bmainmodule\.|global(?:this)?\s{0,3}(?:\.\s{0,3}process\b|\[\s{0,3}(?:['"]|`(?![^`]{1,80}`\]\((?:https?:|[/#.]))))|\b(?:process|require)\[\s{0,3}['"`\w]|require\.main\b|\bconstructor\._load\b|\broot\.process\b/,
      confidence: 0.75,
    },
    {
      what: 'process',
      pattern:
        /(?:^|[;'\"+({$>-]|\belse|\breturn)\s{0,3}process\.(?:kill|exit|abort|chdir|umask|setuid|setgid|reallyexit)\s{0,3}\(|^\s{0,3}[$#{`]{1,4}\s{0,3}process\.env\b|^[\s;'"+(-]{0,5}process\.(?:cwd|uptime|memoryusage|cpuusage|hrtime|nexttick|on|once|emit|getuid|stdout\.write|stdin\.on)\s{0,3}\(|["'][+.-]\s{0,3}process\.\w|[(=]\s{0,3}process\.(?:env|argv|versions?|cwd\(\))\s{0,3}\)|=>\s{0,3}\(?process\b|\breturn\s{1,3}process\b|\bthrow\s{1,3}.{0,30}process\.env/,
      confidence: 0.55,
    },
    {
      what: 'constructor',
      pattern:
        /constructor\s{0,3}(?:\.|\[['"`]|\]\[?['"`]?)\s{0,3}constructor|constructor\s{0,3}\[\s{0,3}constructor|constructor\s{0,3}\(\s{0,3}['"]|:constructor:constructor|\['constructor'\]|getprototypeof\s{0,3}\([^)]{0,40}\)\.constructor/,
      confidence: 0.75,
    },
    { what: 'serialised-function', pattern: /_\$\$nd_func\$\$_|"_{1,2}js_function"/, confidence: 0.98 },
    {
      what: 'endless-loop',
      pattern:
        /^[\s;'"]{0,5}(?:while\s{0,5}\(\s{0,5}(?:!|true|1\b|'|"|`|\d|[a-z]{1,12}\s{0,3}\)\s{0,3}(?:;|\{))|for\s{0,3}\(\s{0,3};\s{0,3};|do\s{0,3}\{[^}]{0,60}\}\s{0,3}while\s{0,3}\(\s{0,3}(?:1\b|true|!))/,
      confidence: 0.7,
    },
    {
      what: 'evaluation',
      pattern:
        /(?:^|[^\w.])(?:eval|new\s{1,5}function|settimeout|setinterval) ?\(\s{0,5}(?:['"`]|string\.|atob|unescape|decodeuri|buffer|require|this|\+|\(|res\.|new|[a-z]+\()|string\.fromcharcode\b/,
      confidence: 0.65,
    },
    {
      // `Function('return this')()`, by itself or through Reflect.
      what: 'evaluation',
      pattern:
        /(?:^|[^\w.\s])\s{0,3}function ?\(\s{0,3}['"`][^'"`]{1,200}['"`]\s{0,3}[,)]|^function ?\(\s{0,3}['"`]|\breflect\.(?:construct|apply|get|getprototypeof|ownkeys)\s{0,3}\(\s{0,3}(?:function|global|process|this|require)\b/,
      confidence: 0.7,
    },
    {
      what: 'sandbox',
      pattern:
        /\bvm\.(?:runin\w{3,12}|script|createcontext)\b|\bruninnewcontext\s{0,3}\(|\brunin(?:this|new)context\b|\bnew\s{1,3}(?:node)?vm(?:2|script)?\s{0,3}\(|\.compilescript\s{0,3}\(|\berror\.preparestacktrace\s{0,3}=|\bnew\s{1,3}proxy\s{0,3}\(\s{0,3}\{|\barguments\s{0,3}\[\s{0,3}\d\s{0,3}\]\s{0,3}\./,
      confidence: 0.6,
    },
    {
      what: 'runtime',
      pattern:
        /\bdeno\.(?:run|command|env|read\w{0,16}|write\w{0,16}|open|remove|exit|listen|connect|dlopen|cwd|execpath|symlink)\b\s{0,3}[(.]|\bnew\s{1,3}deno\.command\b|\bbun\.(?:spawn\w{0,5}|file|write|serve|\$|connect|ffi)\s{0,3}[(`]/,
      confidence: 0.65,
    },
    {
      what: 'memory',
      pattern: /^[\s;'"=(]{0,5}(?:new\s{1,3}buffer\s{0,3}\(\s{0,3}(?:\d|['"])|buffer\.(?:alloc\w{0,10}|from)\s{0,3}\()/,
      confidence: 0.5,
    },
    {
      what: 'response',
      pattern:
        /(?:^|[\s;'"`(+{>])\.?(?:readfilesync|readdirsync|writefilesync|execsync|spawnsync|execfilesync|execfile)\s{0,3}\((?!\s{0,3}['"`]\.\/)|\.(?:readfilesync|readdirsync|writefilesync|execsync|spawnsync|execfilesync|execfile|spawn)\s{0,3}\((?!\s{0,3}['"`]\.\/)/,
      confidence: 0.65,
    },
    {
      what: 'response',
      pattern:
        /^[\s;'"`)}+(]{0,6}res(?:ponse)?\.(?:end|send|write|sendfile|json|render|redirect|download|setheader)\s{0,3}\(|\bres(?:ponse)?\.(?:end|send|write|sendfile|json)\s{0,3}\(\s{0,3}(?:require|process|global|fs|this)\b/,
      confidence: 0.6,
    },
    {
      what: 'reaction',
      pattern:
        /^[\s;'"]{0,3}(?:json\.stringify|object\.(?:keys|values|entries|assign|getownpropertynames))\s{0,3}\(\s{0,3}(?:process|global|globalthis|require|this|module)\b|^[\s;'"]{0,3}console\.\w{3,8}\s{0,3}\(\s{0,3}(?:process(?:\.env)?\s{0,3}\)|require\s{0,3}\(|global(?:this)?\b)|^[\s;'"]{0,3}(?:exec|execfile|fork|spawn)\s{0,3}\(\s{0,3}['"`]|^__(?:dirname|filename)$/,
      confidence: 0.55,
    },
  ],
  roles: VALUES,
});

/** What an answer has to hold to be more than an example of one. */
const REACHES = /require|process|global|readfile|readdir|exec|spawn|\bfs\b|sendfile|\d{3}\)|^['";]/;

const SURE = 0.7;
/** `process.hrtime() to words` */
const NAMED_CALL = /^process\.\w{2,20}\(\)(?:\s[a-z]{2,20}){2,20}[.!?]?$/;

/** `while (alive) {`: a joke of programmers; nothing of the server is named so. */
const NAMED_CONDITION = /^\s{0,3}while\s{0,3}\([a-z]{2,12}\)\s{0,3}\{/;

/** JavaScript that reaches out of the value on a server, and serialised functions. */
export const node: Detector = {
  ...table,
  detect(subject) {
    const match = table.detect(subject);
    if (match?.what === 'serialised-function') return match;
    if (
      match?.what === 'process' &&
      match.confidence < SURE &&
      isSpoken(subject.field) &&
      NAMED_CALL.test(subject.lower)
    )
      return undefined;
    if (match?.what === 'response' && isSpoken(subject.field) && !REACHES.test(subject.lower)) return undefined;
    if (match?.what === 'endless-loop' && isSpoken(subject.field) && NAMED_CONDITION.test(subject.lower))
      return undefined;
    if (match && isSpoken(subject.field) && endsInWords(subject.lower)) return undefined;
    if (match) return subject.discount(match);
    if (subject.role !== 'value' || isSpoken(subject.field)) return undefined;
    return /^\s{0,3}process\.(?:env(?:\.\w{1,40})?|argv|version|mainmodule)[\s;]{0,3}$/.test(subject.lower)
      ? { category: 'node', what: 'process', confidence: 0.5, offset: 0 }
      : undefined;
  },
};
