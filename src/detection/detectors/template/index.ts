import { type Detector, type Match, type Subject, VALUES } from '../../subject.js';
import { stepsOf, tableRoom } from '../table.js';

/** What an expression of a template does that no merge field of a mail does. */
const ACTS =
  '[\'"]\\s{0,3}\\*\\s{0,3}\\d|[\'"](?:constructor|__proto__|__class__)[\'"]|^\\s{0,3}constructor\\b|\\d\\s{0,5}[*+/-]\\s{0,5}[\'"\\d(]|__\\w{2,20}__|\\.\\s{0,3}(?:constructor|getclass|classloader|forname|newinstance|getruntime|mro|subclasses|popen|system|exec|eval|readlines|listdir|environ|callback|_module|_context|_tag_obj|_with_template|runtime|request|invoke|getattribute|registerundefinedfiltercallback|getfilter)\\b|\\b(?:system|exec|popen|eval|passthru|shell_exec|phpinfo|dump|range|lipsum|cycler|joiner|namespace|url_for|get_flashed_messages|config|self|request|session|settings|_self|require)\\s{0,3}(?:\\(|\\.\\s{0,2}[a-z_]\\w{0,60}\\s{0,3}[([|%]|\\[)|\\b(?:dir|file|io|env|process|global)\\s{0,3}(?:\\.\\s{0,3}[a-z_]\\w{0,60}\\s{0,3})?[(!]|\\|\\s{0,3}(?:attr|filter|map|sort|reduce|join|safe|format|select|batch|file_excerpt)\\s{0,3}\\(|\\b(?:java|javax|org|freemarker|ognl)\\.|\\bnew\\s{1,3}[a-z][\\w.]{1,60}\\s{0,3}\\(|storages\\s{0,3}[.[]|secret_key|[\'"]\\s{0,3}\\.\\s{0,3}\\w{1,40}\\s{0,3}\\(|\\(lookup\\b|(?:^|[^\\w.])(?:(?:request|config|settings|_?self|debug)|(?:config|_?self)\\.\\w{1,40}|request\\.(?:application|environ|args|form|cookies|headers|meta|files|session|server|env|query|user\\w{0,6}|host|path)(?:\\.\\w{1,30}){0,3}|app\\.(?:request|environment|session|debug|token|flashes|secret\\w{0,9})(?:\\.\\w{1,30}){0,3}|config\\.\\w{0,30}(?:key|secret|pass\\w{0,5}|database\\w{0,9}))\\s{0,5}[}|]|\\bt\\s{0,3}\\(|\\bapp\\s{0,3}(?:\\(|\\[|\\.\\s{0,2}(?:request|user|session|environment|debug|flashes|token|get)\\b)|\\b(?:console|window|document)\\s{0,3}[.[]|\\b(?:alert|fetch|attribute|include|source|constant|block|dict|readfile|getenv)\\s{0,3}\\(|^\\s{0,5}-?\\s{0,3}(?:printf?|println|html|js|urlquery|define|template|call|len)\\s{1,5}["$.]|[\'"]\\s{0,3}~\\s{0,3}[\'"]|\\?api\\b|\\bsystem(?:properties|environment)\\s{0,3}[.[]|^\\s{0,3}(?:(?:page|request|session|application)scope|pagecontext|facescontext|initparam|paramvalues|headervalues|servletcontext|param(?!:))\\b|^\\s{0,3}\\.(?:globals|data_model|vars|main|version|namespace|current_template_name|template_name|locale|output_format)\\b';
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
    '!{',
    '.gettype',
    '[[',
    '[(',
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
    ...[
      '[#',
      '#parse',
      '#evaluate',
      '#include',
      '#foreach',
      '#if',
      '#define',
      '#macro',
      '{if',
      '{var',
      '{"',
      "{'",
      '{layout',
      '{import',
      '{foreach',
    ],
    ...[
      '{sandbox',
      '{syntax',
      '{contenttype',
      '{*',
      '<jsp:',
      '@inherits',
      '@environment',
      '@datetime',
      '@html',
      '- var',
      '-var',
      '- let',
      '- const',
      '-const',
      '-let',
    ],
    ...[
      '=system',
      '=exec',
      '=eval',
      '=file',
      '=io',
      '=dir',
      '=global',
      '=process',
      '=require',
      '{1',
      '{2',
      '{3',
      '{4',
      '{5',
      '{6',
      '{7',
      '{8',
      '{9',
    ],
    ...['.get', '.set', '.for', '.new', '.inspect', '.exec', '.eval', '.invoke', '.load', '.put'],
    ...[
      '= system',
      '= exec',
      '= eval',
      '= file',
      '= io',
      '= dir',
      '= kernel',
      '= global',
      '= process',
      '= require',
      '=kernel',
    ],
  ],
  rules: [
    {
      what: 'server-tag',
      // A name alone is a merge field.
      pattern:
        /<%(?![=-]?\s{0,9}(?:(?!(?:process|global|env|self|config)\b)[a-z]\w{0,60}(?:\.\w{1,60})?\s{0,9})?-?%>)(?:[=@!\s#_-]|\w{1,30}[.(])(?:(?!<%[=@!\s#-])[^]){0,400}?(?:%>|[('".])/,
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
        /<#(?:assign|list|include|import|function|macro|ftl|global|local|setting|attempt|escape|compress|switch|visit|recurse|nested|stop|noparse|noescape|items|if|elseif)\b[^<>]{0,200}>|<#(?:assign|list|include|import|function|macro)\b|\[#(?:assign|list|include|import|function|macro|if|ftl|global|local)\b[^\]]{0,100}\]|\?(?:new|api|eval|interpret)\s{0,3}(?:\(\)|[}?.(])|(?:^|[^\w-])\[=\s{0,3}[\w"'(.$](?:(?!\[=)[^\]]){0,200}?[*+(."'?](?:(?!\[=)[^\]]){0,200}\]/,
      confidence: 0.7,
    },
    {
      what: 'velocity',
      pattern:
        /#set\s{0,3}\(\s{0,3}\$|#(?:parse|evaluate|include)\s{0,3}\(\s{0,3}["'$]|#(?:foreach|if|define|macro)\s{0,3}\(\s{0,3}[$\w'"][^)]{0,100}\)[^]{0,200}#end\b|^[^a-z$]{0,10}\$!?[a-z_]\w{0,30}(?:\.[a-z]\w{0,30}){0,3}\.(?:get|set|for|new|inspect|exec|eval|invoke|load|put)\w{0,30}\(|\$\w{1,20}\.(?:inspect|getclass|class\.)/,
      confidence: 0.7,
    },
    {
      what: 'constant-condition',
      needs: '{%',
      pattern:
        /\{%-?\s{0,5}(?:el)?if\s{1,5}(?:not\s{1,5})?(?:\d|true\b|false\b|['"])|\{%-?\s{0,5}(?:print|module|apply|load\s{1,3}log|get_admin_log)\b/,
      confidence: 0.6,
    },
    {
      what: 'latte',
      needs: '{',
      pattern:
        /\{\$\w{1,30}\|(?:noescape|\w{1,20}:)|\{(?:ifset|var|layout|import|foreach|sandbox|syntax|contenttype)\s{1,5}[$'"\w][^}]{0,100}\}[^]{0,100}\{\/|\{var\s{1,5}\$\w{1,20}\s{0,3}=|\{=\s{0,3}[a-z_]\w{1,30}\(|\{@(?:math|if|eq|ne|gt|lt|size|sep|first|last|idx)\b|\w\{\*[^*{}]{0,40}\*\}|\{if\s{1,5}[a-z_]\w{2,30}\(|\{["'][^"'{}]{1,40}["']\|[a-z_]{2,30}/,
      confidence: 0.55,
    },
    {
      what: 'fragment',
      needs: '~{',
      pattern: /~\{[^{}]{0,60}::/,
      confidence: 0.65,
    },
    {
      what: 'pug',
      needs: '=',
      pattern:
        /^\s{0,5}- ?(?:var|let|const) {1,3}\w{1,20}\s{0,3}=\s{0,3}\S|^=(?:system|exec|eval|file|io|dir|kernel|global|process|require)\b\s{0,3}[.(]/,
      confidence: 0.6,
    },
    {
      what: 'jsp',
      needs: '<jsp:',
      pattern:
        /<jsp:(?:scriptlet|include|expression|declaration|usebean|directive|forward|root|setproperty|getproperty)\b/,
      confidence: 0.75,
    },
    {
      what: 'smarty',
      pattern:
        /(?<!\$)\{(?:\/?php\}|literal\}|system\s{0,3}\(|(?:fetch|eval|math)\s{1,9}\w{1,20}\s{0,3}=|\$smarty\b|smarty_internal\w{0,40}|self::)/,
      confidence: 0.7,
    },
    {
      what: 'razor',
      pattern:
        /@(?:model|this)\.gettype\s{0,3}\(|@\(\s{0,5}\d{1,9}\s{0,5}[*+/-]\s{0,5}\d|@(?:system\.|using\s+system|html\.(?:raw|partial|renderaction)\(|inherits\s|environment\.|datetime\.(?:now|utcnow))|@\{(?:(?!@\{)[^}]){0,100}?(?:system|process|file)\./,
      confidence: 0.7,
    },
    {
      what: 'thymeleaf',
      pattern:
        /__\$\{|\[\[\s{0,3}\$\{(?!\s?[a-z_]\w{0,40}(?:\.[a-z_]\w{0,40}){0,4}\s?\}\s?\]\])|\[\(\s{0,3}\$\{|\bt\(java\.|\(#\w{1,40}[=.]|%\{\s{0,3}#[a-z_]\w{0,40}\s{0,3}[.}=[(]|#_?memberaccess|@java\./,
      confidence: 0.8,
    },
    {
      what: 'handlebars',
      pattern: /\{\{\s{0,3}#with\s{1,5}["'(a-z][^}]{0,100}(?:\bas\s{1,5}\||split|constructor|lookup|string)/,
      confidence: 0.7,
    },
    // The whole value, as it is tried: Thymeleaf's inline expressions, and Smarty's.
    {
      what: 'arithmetic',
      pattern:
        /^\s{0,3}(?:\[[[(]\s{0,3}\d{1,9}\s{0,3}\*\s{0,3}\d{1,9}\s{0,3}[\])]\]|\{[1-9]\d{0,8}\*\d{1,9}\})\s{0,3}$/,
      confidence: 0.6,
    },
    // What makes an error in any engine.
    { what: 'polyglot', needs: '${{<%', pattern: /\$\{\{<%[[='"]/, confidence: 0.75 },
    {
      what: 'arithmetic',
      pattern: /^[^a-z]{0,20}(?:[#$*@~%{!]\{|<%[=:-]?|\{[%=])\s{0,5}\d{1,12}\s{0,3}[*+/-]\s{0,3}\d{1,12}/,
      confidence: 0.7,
    },
  ],
  roles: [...VALUES, 'path'],
});

const MERGE_FIELDS =
  /<%[=-]\s{0,3}(?!env\b|self\b|process\b|global\b|config\b)[a-z_]\w{0,30}(?:\.\w{1,30}){0,3}(?:\(\s{0,3}[a-z_]\w{0,30}\s{0,3}\))?\s{0,3}-?%>/g;

/** `<%= name %> invites you`: names to be filled in, and words around them. */
function isMergeField(lower: string): boolean {
  const rest = lower.replace(MERGE_FIELDS, ' ');
  return !rest.includes('<%') && /[a-z]{3,}/.test(rest);
}

const OPEN = /\{\{|[$#*@~%]\{/g;
/** A longer expression acts in its beginning. */
const MAX_EXPRESSION = 400;
const STEPS_OF_AN_EXPRESSION = 60;
const SURE = 0.75;

/** Expressions that a template engine computes: Jinja, Twig, Freemarker, Velocity, ERB, EL, SpEL, OGNL and others. */
export const template: Detector = {
  ...table,
  cost: (subject) => (subject.least > SURE ? 0 : 2) * subject.text.length + stepsOf(table.rules ?? [], subject),
  detect(subject) {
    const match = expression(subject) ?? table.detect(subject);
    if (match?.what === 'server-tag' && isMergeField(subject.lower)) return undefined;
    return subject.discount(match);
  },
};

/** An expression in brackets that acts. Every character is read once: what follows begins where it ended. */
function expression(subject: Subject): Match | undefined {
  const { lower } = subject;
  if (subject.least > SURE) return undefined;
  OPEN.lastIndex = 0;
  for (let open = OPEN.exec(lower); open; open = OPEN.exec(lower)) {
    const start = OPEN.lastIndex;
    const close = lower.slice(start, start + MAX_EXPRESSION).indexOf(open[0] === '{{' ? '}}' : '}');
    const end = close < 0 ? Math.min(lower.length, start + MAX_EXPRESSION) : start + close + 1;
    if (!subject.spend(STEPS_OF_AN_EXPRESSION + 4 * (end - start))) return undefined;
    if (ACTING.test(lower.slice(start, end))) {
      return { category: 'template', what: 'expression', confidence: SURE, offset: open.index };
    }
    OPEN.lastIndex = end;
  }
  return undefined;
}
