import { tableRoom } from '../table.js';

/** Directives that a web server or a cache carries out while it sends a page. */
export const ssi = tableRoom({
  name: 'ssi',
  category: 'ssi',
  triggers: ['<!--', '<esi', '< ', '<\t', '<\n', '<\r', '<\f', '<\u000b', '#exec', '#include'],
  rules: [
    {
      what: 'directive',
      pattern: /<!--\s{0,3}#\s{0,3}(?:exec|include|echo|printenv|config|set|flastmod|fsize|if|elif|else|endif)\b/,
      confidence: 0.9,
    },
    {
      what: 'edge-side',
      pattern: /<(?:!--)?\s{0,3}esi(?::(?:include|inline|vars|assign|remove|comment|choose|when|try|debug|eval)\b|\s)/,
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
