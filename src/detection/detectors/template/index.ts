import { type Detector, type Match, VALUES } from '../../subject.js';
import { tableRoom } from '../table.js';

/** What an expression of a template does that no merge field of a mail does. */
const ACTS =
  '\\d\\s{0,5}[*+/-]\\s{0,5}[\'"\\d(]|__\\w{2,20}__|\\.\\s{0,3}(?:constructor|getclass|classloader|forname|newinstance|getruntime|mro|subclasses|popen|system|exec|eval|readlines|listdir|environ|callback|_module|_context|_tag_obj|_with_template|runtime|request|invoke|getattribute|registerundefinedfiltercallback|getfilter)\\b|\\b(?:system|exec|popen|eval|passthru|shell_exec|phpinfo|dump|range|lipsum|cycler|joiner|namespace|url_for|get_flashed_messages|config|self|request|session|settings|_self|app|require|t)\\s{0,3}(?:\\(|\\.\\s{0,2}[a-z_]\\w{0,60}\\s{0,3}[([.|%]|\\[)|\\b(?:dir|file|io|env|process|global)\\s{0,3}(?:\\.\\s{0,3}[a-z_]\\w{0,60}\\s{0,3})?[(!]|\\|\\s{0,3}(?:attr|filter|map|sort|reduce|join|safe|format|select|batch|file_excerpt)\\s{0,3}\\(|\\b(?:java|javax|org|freemarker|ognl)\\.|\\bnew\\s{1,3}[a-z][\\w.]{1,60}\\s{0,3}\\(|storages|secret_key|[\'"]\\s{0,3}\\.\\s{0,3}\\w{1,40}\\s{0,3}\\(|\\(lookup\\b|(?:^|[^\\w.])(?:(?:request|config|settings|self|debug)|(?:config|_?self)\\.\\w{1,40}|request\\.(?:application|environ|args|form|cookies|headers|meta|files|session|server|env|query|user\\w{0,6}|host|path)(?:\\.\\w{1,30}){0,3}|app\\.(?:request|environment|session|debug|token|flashes|secret\\w{0,9})(?:\\.\\w{1,30}){0,3}|config\\.\\w{0,30}(?:key|secret|pass\\w{0,5}|database\\w{0,9}))\\s{0,5}[}|]';
const ACTING = new RegExp(ACTS);

const table = tableRoom({
  name: 'template',
  category: 'template',
  triggers: [
    '{{',
    ...[
      '@java.',
      't(java',
      '(#',
      'memberaccess',
      '?new',
      '?api',
      '?eval',
      '?interpret',
      '@system.',
      '@using',
      '@html.raw',
    ],
    ...[
      '{literal',
      '{system',
      '{fetch',
      '{eval',
      '{math',
      '{smarty',
      '{self',
      '{/php',
      '.inspect',
      '.getclass',
      '.class.',
    ],
    '${',
    '#{',
    '*{',
    '@{',
    '~{',
    '{%',
    '<%',
    '[[',
    '%{',
    '{php',
    '{$',
    '<#',
    '#set',
    '{@',
    '{#',
    '@(',
    '{=',
    '#eval',
    '[=',
    '${{',
  ],
  rules: [
    {
      what: 'server-tag',
      // A name alone is a merge field.
      pattern:
        /<%(?![=-]?\s{0,9}[a-z]\w{0,60}(?:\.\w{1,60})?\s{0,9}-?%>)[=@!\s#-](?:(?!<%[=@!\s#-])[^]){0,400}?(?:%>|[('".])/,
      confidence: 0.6,
    },
    {
      what: 'statement',
      pattern:
        /\{%-?\s{0,5}(?:set|for|import|include|extends|macro|debug|raw|call|from|block|with|autoescape|filter|do|embed)\b/,
      confidence: 0.55,
    },
    { what: 'statement', pattern: /\{%-?\s{0,5}if\b(?:(?!%\})[^]){0,300}?(?:__|\()/, confidence: 0.55 },
    {
      // `{% for key in config.items() %}`
      what: 'statement',
      pattern:
        /\{%-?\s{0,5}(?:for|set|if)\b(?:(?!%\})[^]){1,200}?\b(?:config|self|request|session|settings|url_for|lipsum|cycler|joiner)\s{0,3}[.[(|]/,
      confidence: 0.75,
    },
    // `{{= x }}`, `${= x }`
    { what: 'output', pattern: /(?:\{\{|\$\{)=\s{0,5}[_a-z$]/, confidence: 0.55 },
    {
      what: 'freemarker',
      pattern:
        /<#(?:assign|list|include|import|function|macro)\b|\?(?:new|api|eval|interpret)\s{0,3}(?:\(\)|\}|\?)|(?:^|[^\w-])\[=\s{0,3}[\w"'(.$][^\]]{0,200}[*+(."'?][^\]]{0,200}\]/,
      confidence: 0.7,
    },
    { what: 'velocity', pattern: /#set\s{0,3}\(\s{0,3}\$|\$\w{1,20}\.(?:inspect|getclass|class\.)/, confidence: 0.7 },
    {
      what: 'smarty',
      pattern:
        /\{(?:\/?php\}|literal\}|system\s{0,3}\(|(?:fetch|eval|math)\s{1,9}\w{1,20}\s{0,3}=|\$smarty\b|smarty_internal\w{0,40}|self::)/,
      confidence: 0.7,
    },
    {
      what: 'razor',
      pattern:
        /@\(\s{0,5}\d{1,9}\s{0,5}[*+/-]\s{0,5}\d|@(?:system\.|using\s+system|html\.raw\()|@\{(?:(?!@\{)[^}]){0,100}?(?:system|process|file)\./,
      confidence: 0.7,
    },
    {
      what: 'thymeleaf',
      pattern: /__\$\{|\[\[\s{0,3}\$\{|\[\(\s{0,3}\$\{|\bt\(java\.|\(#\w{1,40}[=.]|#_?memberaccess|@java\./,
      confidence: 0.8,
    },
    {
      what: 'handlebars',
      pattern: /\{\{\s{0,3}#with\s{1,5}["'(a-z][^}]{0,100}(?:\bas\s{1,5}\||split|constructor|lookup|string)/,
      confidence: 0.7,
    },
    {
      what: 'arithmetic',
      pattern: /^[^a-z]{0,20}(?:[#$*@~%{]\{|<%=?|\{[%=])\s{0,5}\d{1,12}\s{0,3}[*+/-]\s{0,3}\d{1,12}/,
      confidence: 0.7,
    },
  ],
  roles: [...VALUES, 'path'],
});

const OPEN = /\{\{|[$#*@~%]\{/g;
/** A longer expression acts in its beginning. */
const MAX_EXPRESSION = 400;

/** Expressions that a template engine computes: Jinja, Twig, Freemarker, Velocity, ERB, EL, SpEL, OGNL and others. */
export const template: Detector = {
  ...table,
  cost: 30,
  detect: (subject) => expression(subject.lower) ?? table.detect(subject),
};

/** An expression in brackets that acts. Every character is read once: what follows begins where it ended. */
function expression(lower: string): Match | undefined {
  OPEN.lastIndex = 0;
  for (let open = OPEN.exec(lower); open; open = OPEN.exec(lower)) {
    const start = OPEN.lastIndex;
    const close = lower.slice(start, start + MAX_EXPRESSION).indexOf(open[0] === '{{' ? '}}' : '}');
    const end = close < 0 ? Math.min(lower.length, start + MAX_EXPRESSION) : start + close + 1;
    if (ACTING.test(lower.slice(start, end))) {
      return { category: 'template', what: 'expression', confidence: 0.75, offset: open.index };
    }
    OPEN.lastIndex = end;
  }
  return undefined;
}
