import { isSpoken } from '../../fields.js';
import { type Detector, VALUES } from '../../subject.js';
import { tableRoom } from '../table.js';
import { TRIGGERS } from './data/triggers.js';

/** Attributes by which one object leads to all others. */
const DUNDER =
  'import|class|mro|subclasses|globals|builtins|base|bases|init|dict|getattribute|code|reduce|reduce_ex|getitem|self|func|closure|loader|subclasshook|new|call|enter|init_subclass|set_name|kwdefaults|defaults|wrapped';
const CALLS = [
  'os\\.(?:system|popen\\d?|exec[lv]\\w{0,3}|spawn\\w{1,6}|posix_spawn\\w?|getcwd|listdir|scandir|fork|forkpty|kill|remove|unlink|rmdir|rename|chmod|chown|setuid|putenv|getenv|startfile|walk|open|read|write|_exit|abort|uname|getlogin)',
  'os\\.execute',
  'subprocess\\.(?:popen|call|run|check_\\w{4,8}|getoutput|getstatusoutput)',
  'commands\\.get\\w{6,16}',
  'pty\\.(?:spawn|fork|open)',
  'importlib\\.(?:import_module|reload|util)',
  'platform\\.(?:popen|uname|node|platform|system)',
  'timeit\\.(?:timeit|repeat)',
  'codecs\\.(?:open|decode|encode)',
  'sys\\.(?:exit|settrace|_getframe|setrecursionlimit)',
  'time\\.sleep',
  'shutil\\.(?:rmtree|copy\\w{0,5}|move|which|chown)',
  'ctypes\\.(?:cdll|windll|util|pythonapi)\\w{0,6}',
  '(?:c?pickle|marshal|shelve|dill|jsonpickle|cloudpickle|joblib)\\.(?:loads?|open|decode)',
  'yaml\\.(?:load|unsafe_load|full_load)\\w{0,4}',
  'base64\\.(?:b64|b32|b16|b85|a85)?decode',
  'builtins\\.\\w{2,20}',
  'urllib\\d?\\.(?:request\\.)?url\\w{4,12}',
  'requests\\.(?:get|post|put|request|session)',
  'socket\\.(?:socket|create_connection|gethostby\\w{4,8}|getaddrinfo)',
  'io\\.popen',
  'package\\.(?:loadlib|loaded|path)',
  'string\\.dump',
  'redis\\.p?call',
].join('|');

const table = tableRoom({
  name: 'python',
  category: 'python',
  triggers: TRIGGERS,
  rules: [
    {
      what: 'dunder',
      needs: '__',
      pattern: new RegExp(
        `__(?:${DUNDER})__\\s{0,3}(?:\\.(?!py\\b)|[[(\\])},|]|['"]\\s{0,3}[\\])])|^\\S{0,60}\\.__(?:${DUNDER})__$`,
      ),
      confidence: 0.75,
    },
    {
      what: 'dunder',
      needs: '__',
      pattern: new RegExp(
        `(?:[.\\]'"(|_]|^)__(?:${DUNDER})__(?!\\.py\\b)|['"]__\\w{0,9}['"]\\s{0,3}[+~]\\s{0,3}['"]\\w{0,9}__`,
      ),
      confidence: 0.6,
    },
    { what: 'module-call', pattern: new RegExp(`(?:^|[^\\w.-])(?:${CALLS})\\s{0,3}[(\\[]`), confidence: 0.65 },
    {
      what: 'module-call',
      pattern: new RegExp(`^[\\s;'"({]{0,5}(?:${CALLS})\\s{0,3}\\(\\s{0,3}(?:["'\\[b)]|\\w{1,20}[,)])`),
      confidence: 0.75,
    },
    {
      what: 'environment',
      pattern: /^[\s;'"({]{0,5}(?:os\.environ|sys\.(?:modules|path|argv|meta_path))\b\s{0,3}(?:[.[)}]|$)/,
      confidence: 0.6,
    },
    {
      what: 'built-in',
      pattern:
        /^[\s;'"({]{0,5}(?:(?:globals|locals|vars|breakpoint|input|raw_input|dir|help|memoryview)\(\)|getattr\s{0,3}\(\s{0,3}\w{1,20}\s{0,3},|(?:print|list|str|repr)\s{0,3}\(\s{0,3}(?:open|globals|locals|dir|vars|__import__|eval|exec)\s{0,3}\(|eval\s{0,3}\(\s{0,3}(?:compile|open|input)\s{0,3}\()|\bopen\s{0,3}\(\s{0,3}["'][^"']{1,100}["'][^)]{0,20}\)\.(?:read|write|readlines?)\b|\bgetattr\s{0,3}\(\s{0,3}(?:os|sys|__\w{1,20}__)\s{0,3},|\bglobals\(\)\s{0,3}\[/,
      confidence: 0.65,
    },
    {
      what: 'import',
      pattern:
        /^[\s;'"]{0,5}(?:from\s{1,3}(?:os|sys|subprocess|pty|socket|ctypes|shutil|pickle|importlib|builtins)(?:\.\w{1,20})?\s{1,3}import\s|import\s{1,3}(?:os|sys|subprocess|pty|socket|ctypes|shutil|c?pickle|marshal|importlib|builtins|commands|platform)\s{0,3}(?:$|[;,\n]|\s(?:as|and)\s))/,
      confidence: 0.6,
    },
    {
      what: 'lambda',
      needs: 'lambda',
      pattern:
        /\(\s{0,3}lambda\b[^()]{0,40}:[^()]{0,60}(?:\([^()]{0,40}\)[^()]{0,20})?\)\s{0,3}\(|\blambda\s{0,3}:\s{0,3}(?:os|sys|exec|eval|__import__|open)\b/,
      confidence: 0.6,
    },
    {
      what: 'yaml-object',
      pattern:
        /!!?python\/|!!(?:java|javax|com|org|sun|net|ch)\.|!ruby\/(?:object|hash|struct|array|regexp|class|sym|range|exception)|!!js\/(?:function|regexp|undefined)|!php\/(?:object|const)|tag:yaml\.org,2002:(?:python|java|ruby|js)|\bpython\/object(?:\/|:)/,
      confidence: 0.85,
    },
    {
      what: 'pickle',
      pattern:
        /(?:^|\n|\\n)c(?:os|posix|nt|sys|subprocess|__builtin__|builtins|commands|pty|timeit|runpy)(?:\n|\\n)\w{2,20}?(?:\n|\\n|$)|(?:^|\n|\\n)\(s'[^'\n]{1,200}'(?:\n|\\n)?(?:tr|i\w{2,20}(?:\n|\\n))|^(?:y29z|y3bvc2l4|y2j1awx0)[\w+/=-]{3,}$/,
      confidence: 0.8,
    },
    {
      what: 'perl',
      pattern:
        /@\{\s{0,9}\[\s{0,9}[&(\s]{0,5}[\w`]|\$\{\s{0,3}\\\s{0,3}[(\w`]|\bqx\s{0,2}[({/'|!][^)]{1,80}[)}/'|!]|^[\s;'"]{0,5}(?:print|say|die)\s{1,3}`|^[\s;'"]{0,5}use\s(?:socket|io|posix|lwp)\b[:\w]{0,20}\s{0,3};|\bperl\s{1,3}-m\w{1,20}\s{1,3}-e\b/,
      confidence: 0.7,
    },
    {
      what: 'ruby',
      pattern:
        /\b(?:kernel|io|file|dir|process|open3|pty|::file|::kernel)(?:\.|::)(?:exec|system|popen\d?\w{0,2}|spawn|read|open|entries|glob|children|readlines|binread|write|delete|chmod|capture\d\w?|fork|sysopen|eval)\s{0,3}[(!]|\b(?:kernel|io|file|dir)\.(?:exec|system|popen|spawn|read|open|entries|glob)\s{1,3}["'[]/,
      confidence: 0.65,
    },
    {
      what: 'ruby',
      pattern:
        /^[\s;'"#{]{0,5}(?:`[^`\n]{1,60}`\.to_s|%x\s{0,2}[({[|!/]|open\s{0,3}\(\s{0,3}["']\|)|\b(?:instance|class|module)_eval\s{0,3}[("'{]|(?:^|[.\s;(])(?:public_)?send\s{0,3}\(\s{0,3}(?::|["'])(?:eval|system|exec|spawn|`|instance_eval|open|send)|\b(?:marshal|psych|yaml|oj)\.(?:load|unsafe_load)\w{0,4}\s{0,3}\(|\berb\.new\s{0,3}\(|\bobjectspace\.each_object|^[\s;'"]{0,5}require\s{1,3}["'](?:open3|socket|pty|net\/http|open-uri|erb|fileutils)["']|^[\s;'"]{0,5}(?:exec|system|spawn)\s{1,3}["'][^"']{1,80}["']\s{0,3};?$/,
      confidence: 0.6,
    },
    {
      what: 'encoded-object',
      pattern:
        /^(?:ga(?:[jnrmxk]|[sw]v)|kg[lx][wl])[\w+/=-]{4,}$|^bahv\w{3,}|^bah[7bjpvt]\w?[a-z0-9+/=]{5,}$|^bag[a-z0-9+/=]{12,}$/,
      confidence: 0.65,
    },
    {
      what: 'lua',
      pattern:
        /\b(?:loadstring|dofile|loadfile)\s{0,3}\(\s{0,3}["'\w]|^[\s;'"]{0,5}load\s{0,3}\(\s{0,3}["'][^"']{1,100}["']\s{0,3}\)\s{0,3}\(|\brequire\s{0,3}\(?\s{0,3}["'](?:os|io|socket|ffi|posix)["']\s{0,3}\)?\s{0,3}\.|^eval\s{1,3}"(?:return|redis)/,
      confidence: 0.6,
    },
    {
      what: 'exec',
      pattern:
        /(?:^|[^\w.])(?:exec|compile)\s{0,3}\(\s{0,3}["'](?:import|print|__|from\s)|(?:^|[^\w.])exec\s{0,3}\(\s{0,3}(?:open|input|compile|base64|bytes|chr|zlib)\b/,
      confidence: 0.7,
    },
  ],
  roles: VALUES,
});

/** Pickles from protocol 2 on and marshalled objects of Ruby, in base64. */
const ENCODED = /^(?:gA(?:[JNRMXK]|[SW]V)|KGlw|KGxw|BA[gh][\w+/])/;

/** Python, Ruby, Perl and Lua as code or as serialised objects. */
export const python: Detector = {
  ...table,
  detect(subject) {
    const match = table.detect(subject);
    // The letters of base64 have a case.
    if (match?.what === 'encoded-object' && !ENCODED.test(subject.text.trimStart())) return undefined;
    // A name with underscores by itself is what people ask about.
    if (match?.what === 'dunder' && match.confidence < 0.7 && isSpoken(subject.field)) return undefined;
    return subject.discount(match);
  },
};
