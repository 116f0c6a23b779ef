import { tableRoom } from '../table.js';

/** Python, Ruby and Perl as code or as serialised objects. */
export const python = tableRoom(
  'python',
  'python',
  [
    '__',
    'import',
    'os.',
    'subprocess',
    '!!',
    '!ruby',
    'pickle',
    'exec',
    'cos\n',
    'cposix',
    'open(',
    '@{[',
    '@{ [',
    'io.popen',
    'kernel',
    'gasv',
    'gan9',
    'y29z',
    'marshal',
    'compile(',
    'bahvo',
    'bag',
    '\\x80',
  ],
  [
    {
      what: 'dunder',
      pattern: /__(?:import|class|mro|subclasses|globals|builtins|base|bases|init|dict|getattribute|code|reduce)__/,
      confidence: 0.75,
    },
    {
      what: 'module-call',
      pattern:
        /\b(?:os\.(?:system|popen|exec[lv]\w{0,3}|spawn\w{1,4}|getcwd|listdir|environ)|subprocess\.(?:popen|call|run|check_\w{4,8}|getoutput)|commands\.getoutput|pty\.spawn|importlib\.import_module|platform\.popen|timeit\.timeit|codecs\.open)\s{0,3}[([]/,
      confidence: 0.75,
    },
    {
      what: 'yaml-object',
      pattern:
        /!!python\/|!!(?:java|javax|com|org|sun)\.|!ruby\/(?:object|hash|struct|array|regexp|class)|!!js\/function/,
      confidence: 0.9,
    },
    {
      what: 'pickle',
      pattern:
        /(?:^|\n)c(?:os|posix|nt|subprocess|__builtin__|builtins|commands)\n\w{2,20}\n|\(s'[^'\n]{1,200}'\n?tr|^(?:gasv|gan9|ga[jn]|y29z|y3bvc2l4)[\w+/=-]{8,}$/,
      confidence: 0.8,
    },
    { what: 'perl', pattern: /@\{\s{0,3}\[\s{0,3}\w/, confidence: 0.75 },
    {
      what: 'ruby',
      pattern:
        /\b(?:kernel|io|file|dir|process|open3|pty)\.(?:exec|system|popen\d?|spawn|read|open|entries|glob)\s{0,3}[(!]|^bahvo\w{4,}|^bag[a-z0-9+/=]{12,}$/,
      confidence: 0.65,
    },
    { what: 'exec', pattern: /(?:^|[^\w.])(?:exec|compile)\s{0,3}\(\s{0,3}["'](?:import|print|__)/, confidence: 0.7 },
  ],
);
