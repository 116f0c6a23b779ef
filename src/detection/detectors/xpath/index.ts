import { tableRoom } from '../table.js';

/** XPath and XQuery that reads the document around the value. */
export const xpath = tableRoom({
  name: 'xpath',
  category: 'xpath',
  triggers: [
    '(',
    '//*',
    '//@',
    '::',
    'union /',
    'or/',
    'and/',
    'union/',
    'string-length',
    'codepoints',
    'doc-',
    'normalize-space',
    'encode-for',
    '[',
    ']/',
    '] /',
    ']  ',
    '|  ',
    "'/",
    '"/',
    ')/',
    '|/',
    '| /',
    'or /',
    'and /',
    '(:',
    'or (',
    'and (',
    'position(',
    'contains(',
    'count(',
    ...[
      '//',
      '/text()',
      '/node()',
      '/comment()',
      'doc(',
      'declare',
      '] or',
      '] and',
      ']or',
      ']and',
      'document(',
      'text(',
      'text-lines(',
      'collection(',
      'system-property(',
    ],
    ...['true()', 'false()', 'last()', ' $', '\t$', '\n$', '\r$', '\f$', '/..', '../', 'or ..', 'and ..', '(.'],
    '  /',
    '\t/',
    '\n/',
    '\r/',
    '\f/',
  ],
  rules: [
    {
      what: 'axis',
      pattern:
        /\b(?:child|descendant(?:-or-self)?|ancestor(?:-or-self)?|following(?:-sibling)?|preceding(?:-sibling)?|parent|self|attribute|namespace)::(?:node\(\)|text\(\)|\*|[a-z])/,
      confidence: 0.7,
    },
    {
      what: 'function',
      pattern:
        /\b(?:count|name|local-name|string|substring|string-length|normalize-space|sum|doc|doc-available|concat|contains|starts-with)\s{0,3}\(\s{0,3}(?:\.{0,2}\/|name\(|doc\()/,
      confidence: 0.7,
    },
    {
      what: 'function',
      pattern:
        /\b(?:string-length|codepoints-to-string|string-to-codepoints|encode-for-uri)\s{0,3}\([^)]{0,80}\)\s{0,3}(?:[=<>]|\))/,
      confidence: 0.6,
    },
    {
      what: 'path',
      pattern:
        /(?<!\band)['"\])]\s{0,3}(?:\||and(?!\/or\b)|or|union) ?\(?\s{0,3}(?:\/\/?[a-z*@]|position\(|count\(|name\()/,
      confidence: 0.7,
    },
    {
      // `//div[@class="a"]` is what is set up to be looked for in a page.
      what: 'predicate',
      pattern:
        /(?!^\/\/(?:\*|a|body|button|div|footer|form|h\d|header|img|input|li|main|meta|nav|ol|p|section|select|span|table|t[bdrh]\w{0,3}|ul)\[@)(?:^|[^\w.:/-])\/\/?[a-z*][\w:*-]{0,40}\[\s{0,3}(?:@?[\w-]{1,40}(?:\(\))?\s{0,3}[=<>]|\d+\]|position\(|last\(|contains\()/,
      confidence: 0.6,
    },
    {
      // A condition on the node itself.
      what: 'predicate',
      pattern:
        /[\w*]\[\s{0,3}(?:position\(\)\s{0,3}[=<>]|(?:contains|starts-with)\(\s{0,3}(?:name\(|local-name\(|text\(|\.\s{0,3},)|(?:local-)?name\(\)\s{0,3}=)/,
      confidence: 0.6,
    },
    // `//*`, `//user/name/text()`: a path by itself, ending as only XPath has it.
    { what: 'path', pattern: /^\s{0,3}\/\/(?:\*|@\*|node\(\))(?:$|[/[|\s])/, confidence: 0.5 },
    {
      what: 'path',
      pattern:
        /(?:^|[^.:/\w])\/{0,2}[\w*@][\w*@:[\]]{0,40}(?:\/{1,2}[\w*@.:[\]]{1,40}){0,6}\/(?:text|node|comment)\(\)/,
      confidence: 0.6,
    },
    {
      what: 'document',
      pattern:
        /\b(?:doc|document|doc-available|unparsed-text(?:-lines|-available)?|collection|json-doc)\s{0,3}\(\s{0,3}(?:concat\s{0,3}\(\s{0,3})?['"](?:https?|file|ftp|jar|\/)/,
      confidence: 0.6,
    },
    {
      what: 'function',
      pattern:
        /\b(?:concat|contains|substring(?:-before|-after)?|translate|normalize-space|string-join|starts-with|ends-with|matches)\s{0,3}\((?:[^()]{0,60},)?\s{0,3}(?:\/\/[a-z*]|\.\s{0,3},|name\(|local-name\()/,
      confidence: 0.6,
    },
    {
      what: 'condition',
      pattern:
        /['")\]\d]\s{0,3}(?:or|and)\s{1,3}(?:not\s?\(\s{0,3})?(?:(?:true|false|last)\(\)|\.\.\/|position\(\)\s{0,3}[=<>]|contains\(\s{0,3}[.*\w@]{1,20}\s{0,3},|system-property\()/,
      confidence: 0.6,
    },
    // `'] | //user`, `1]/../*[`: a predicate is closed that the text has not opened.
    {
      what: 'predicate',
      pattern: /^[^[]{0,60}['"\w)]\s?\]\s{0,3}(?:\|\s{0,3}\/|\/(?:\.\.|parent::|child::|\*|\/))/,
      confidence: 0.6,
    },
    // `1 or //a`, `a'] or ['a`
    {
      what: 'condition',
      pattern: /^\S{0,20}['"\d)]\s{1,3}(?:or|and)\s{1,3}\/\/[a-z*]|^[^[]{0,60}['"]\s?\]\s{0,3}(?:or|and)\s{0,3}\[/,
      confidence: 0.6,
    },
    { what: 'document', pattern: /\bdoc\s{0,3}\(\s{0,3}['"][^'"()]{1,80}['"]\s{0,3}\)\s{0,3}\//, confidence: 0.6 },
    {
      what: 'query',
      needs: 'declare',
      pattern: /\bdeclare\s{1,3}(?:variable\s{1,3}\$|function\s{1,3}\w{1,20}:|namespace\s{1,3}\w{1,20}\s{0,3}=)/,
      confidence: 0.6,
    },
    // XQuery
    {
      what: 'query',
      pattern: /\b(?:for|let)\s{1,3}\$[a-z]\w{0,20}\s{1,3}(?:in\s{1,3}[\w/$(]|:=\s{0,3}[\w/$('"])/,
      confidence: 0.6,
    },
    { what: 'comment', pattern: /['"]\s{0,3}(?:or|and)\s{0,3}['"]?\w{0,20}['"]?\s{0,3}=\s{0,3}\(:/, confidence: 0.6 },
  ],
});
