import { tableRoom } from '../table.js';

/** Directives that a web server or a cache carries out while it sends a page. */
export const ssi = tableRoom({
  name: 'ssi',
  category: 'ssi',
  triggers: ['<!--', '<esi', '< ', '<\t', '<\n', '<\r', '<\f', '<\u000b', '#exec', '#include'],
  rules: [
    {
      what: 'directive',
      pattern:
        /<!--\s{0,3}#\s{0,3}(?:(?:exec|include|echo|config|set|flastmod|fsize|if|elif|odbc|email|perl|block|stub|fastcgi|wait|goto|label|break|exit|random|hide|compute)\b[^<]{0,200}?=|(?:printenv|else|endif|endblock|fastcgi)\b)/,
      confidence: 0.9,
    },
    {
      what: 'directive',
      pattern: /<!--\s{0,3}#\s{0,3}(?:exec|include|echo|config|set|flastmod|fsize|if|elif)\b(?!\s{0,3}-->)/,
      confidence: 0.6,
    },
    {
      what: 'edge-side',
      pattern:
        /<(?:!--)?\s{0,3}esi(?::(?:include|inline|vars|assign|remove|comment|choose|when|otherwise|try|attempt|except|debug|eval|foreach|function|text)\b|\s|\/|-->)/,
      confidence: 0.9,
    },
    {
      what: 'directive',
      pattern: /<!?-{0,3}#(?:exec|include)\s{1,5}(?:cmd|cgi|file|virtual)\s{0,3}=/,
      confidence: 0.9,
    },
  ],
  roles: ['name', 'value', 'segment', 'header', 'path', 'filename', 'grammar'],
});
