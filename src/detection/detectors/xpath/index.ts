import { tableRoom } from '../table.js';

/** XPath and XQuery that reads the document around the value. */
export const xpath = tableRoom({
  name: 'xpath',
  category: 'xpath',
  cost: 20,
  triggers: [
    '//*',
    '//@',
    '::',
    'union /',
    'union(',
    'union (',
    'or/',
    'and/',
    'union/',
    'or(',
    'and(',
    'string-length',
    'codepoints',
    'doc-',
    'normalize-space',
    'encode-for',
    '(/',
    '( /',
    '(./',
    '(../',
    'name(',
    'doc(',
    '[',
    ']/',
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
    'count(',
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
      pattern: /['"\])]\s{0,3}(?:\||and|or|union) ?\(?\s{0,3}(?:\/\/?[a-z*@]|position\(|count\(|name\()/,
      confidence: 0.7,
    },
    {
      what: 'predicate',
      pattern:
        /(?:^|[^\w.:/-])\/\/?[a-z*][\w:*-]{0,40}\[\s{0,3}(?:@?[\w-]{1,40}(?:\(\))?\s{0,3}[=<>]|\d+\]|position\(|last\(|contains\()/,
      confidence: 0.6,
    },
    { what: 'comment', pattern: /['"]\s{0,3}(?:or|and)\s{0,3}['"]?\w{0,20}['"]?\s{0,3}=\s{0,3}\(:/, confidence: 0.6 },
  ],
});
