import { VALUES } from '../../subject.js';
import { tableRoom } from '../table.js';
import { DANGEROUS, FUNCTIONS } from './data/functions.js';

/** PHP as code, as calls that make up a whole value, as stream wrappers and as serialised objects. */
export const php = tableRoom({
  name: 'php',
  category: 'php',
  triggers: [
    '<?',
    'php]',
    'php}',
    '$',
    'php:',
    ')(',
    '"(',
    "'(",
    '")',
    "')",
    '" (',
    "' (",
    ') (',
    ')\t(',
    '){',
    ') {',
    'phar:',
    'expect:',
    'zlib:',
    'glob:',
    'ogg:',
    'rar:',
    'zip:',
    'ssh2',
    'compress.',
    'data:',
    'o:',
    'c:',
    'a:',
    'sess_',
    'allow_url',
    'pend_file',
    'disable_',
    'open_basedir',
    'safe_mode',
    'extension',
    'include_path',
    'error_log',
    'display_errors',
    'precision',
    'register_globals',
    'magic_quotes',
    'session.',
    'suhosin',
    'cgi.',
    'zend.',
    'sendmail',
    'mail.',
    'opcache',
    'upload_tmp',
    'user_ini',
    'variables_order',
    'output_handler',
    'unserialize',
    'memory_limit',
    'max_execution',
    'file_uploads',
    'short_open',
    'asp_tags',
    'enable_dl',
    'html_errors',
    'log_errors',
    'arg_separator',
    'date.timezone',
    'default_charset',
    'docref',
    'highlight.',
    'assert.',
    'mysql',
    'pcre.',
    '.php',
    '.phar',
    '.pht',
    'php-',
    'php_',
    '.htaccess',
    '.htpasswd',
    '.user.ini',
    'http_',
  ],
  rules: [
    {
      what: 'open-tag',
      pattern: /<\?\s{0,9}(?:php\b|=)/,
      confidence: 0.85,
      roles: [...VALUES, 'path', 'grammar'],
    },
    {
      what: 'open-tag',
      pattern:
        /<\?\s{1,9}(?:\$|[a-z_]\w{0,40}\s{0,5}[('"]|echo\b|if\b|include|require|while|for)|<\?xml\s{0,9}:|<\?(?!xml)[^a-z\s?=]{0,3}\$|<\?\s{0,5}(?:echo|print|system|exec|eval|passthru)\b/,
      confidence: 0.75,
    },
    { what: 'open-tag', pattern: /\[\/?php\](?!\()|\{\/?php\}/, confidence: 0.65 },
    {
      what: 'superglobal',
      needs: '$',
      pattern:
        /\$\{?['"]?_(?:get|post|request|cookie|server|files|session|env)\b\s{0,3}['"]?\}?\s{0,3}(?:\[|\{)?|\$globals\b|\$http_(?:raw_post_data|\w{1,20}_vars)\b/,
      confidence: 0.7,
    },
    {
      what: 'stream',
      pattern: /\b(?:php|phar|expect|zlib|glob|ogg|rar|zip|ssh2(?:\.\w+)?|compress\.\w+):\/\/|\bdata:\/\/text/,
      confidence: 0.7,
    },
    {
      what: 'serialised',
      pattern: /(?:^|[;{"':])[oc]:\+?\d{1,9}:"[\w\\]{1,200}":\d{1,9}:\{|(?:^|[;{])a:\d{1,9}:\{(?:[isb]:\d|o:)/,
      confidence: 0.85,
    },
    {
      what: 'variable-call',
      needs: '$',
      pattern:
        /(?:^|[=@;(:>])[@\s]{0,3}\${1,3}\s?\{?['"]?[a-z_@][\w.@]{0,40}['"]?\}?(?:\s{0,3}(?:\[[^\]]{1,40}\]|\{[^}]{1,40}\}|->\s?\$?\w{1,40}|#[^\n]{0,40}\n|\/\*[^*]{0,40}\*\/)){0,5}\s{0,9}\(/,
      confidence: 0.6,
    },
    {
      what: 'string-call',
      pattern:
        /^\s{0,3}(?:\(\s{0,3}string\s{0,3}\)[\s+]{0,3})?\(?\s{0,3}["'][\w ]{1,30}["'](?:\s{0,3}\.\s{0,3}["'][\w ]{1,30}["']){0,4}\s{0,3}\)?[\s+]{0,3}\(\s{0,3}["']/,
      confidence: 0.6,
    },
    {
      what: 'variable-call',
      pattern:
        /(?:^|[=@;(])[@\s]{0,3}\$+\{?[a-z_]\w{0,40}\}?(?:\s{0,3}\[[^\]]{1,40}\]){0,3}(?:\s{0,9}\/\*[^*]{0,40}\*\/)?\s{0,9}\(|^\$\{?['"]?\w{1,30}['"]?\}?\s{0,3}=\s{0,3}['"]?\w{1,60}['"]?;/,
      confidence: 0.6,
    },
    {
      what: 'variable-call',
      pattern:
        /\((?:string|['"]\w{1,30}['"]|\[?['"]?\w{1,30}['"]?\]?)\)[\s+]{0,3}(?:\{?\[\w{1,30}\]\[\d\]\}?[\s+)]{0,3}\(|\(["'])|\$\{\s{0,3}['"]\w{0,40}['"]\s{0,3}\}|\{\[\w{1,30}\]\[\d\]\}/,
      confidence: 0.55,
    },
    {
      what: 'directive',
      pattern:
        /^\s{0,3}(?:allow_url_(?:fopen|include)|auto_(?:prepend|append)_file|disable_(?:functions|classes)|open_basedir|safe_mode\w{0,20}|extension_dir|extension|include_path|error_log|display_errors|precision|register_globals|magic_quotes_\w{1,10}|session\.[a-z_]{2,30}|suhosin\.[\w.]{2,40}|cgi\.[\w.]{2,30}|zend\.[\w.]{2,30}|sendmail_path|mail\.\w{2,20}|opcache\.[\w.]{2,40}|upload_tmp_dir|user_ini\.\w{2,20}|variables_order|output_handler|unserialize_callback_func|memory_limit|max_execution_time|file_uploads|short_open_tag|asp_tags|enable_dl|html_errors|log_errors|arg_separator\.\w{5,6}|date\.timezone|default_charset|docref_root|highlight\.\w{2,10}|zlib\.[\w.]{2,30}|assert\.\w{2,12}|mysqli?\.\w{2,30}|pcre\.\w{2,20})\s{0,3}=\s{0,3}\S/,
      confidence: 0.55,
    },
    { what: 'session-file', pattern: /(?:^|\/)sess_[a-z0-9,-]{20,200}$/, confidence: 0.6 },
    {
      what: 'script-name',
      pattern: /\.(?:php\d?|phtml|phar|pht|phps|php-?s)[\s."';]{0,9}$/,
      confidence: 0.7,
      roles: ['filename'],
    },
    {
      what: 'server-configuration',
      pattern: /^\.(?:htaccess|htpasswd|user\.ini)$/,
      confidence: 0.8,
      roles: ['filename'],
    },
  ],
});

/** Calls of PHP functions: as a whole value, and of the dangerous ones anywhere. */
export const phpCalls = tableRoom({
  name: 'php',
  category: 'php',
  triggers: ['('],
  roles: ['name', 'value', 'segment', 'filename'],
  rules: [
    {
      what: 'call',
      // A word, a space and a bracket is prose; names with an underscore are not.
      pattern: new RegExp(
        `^[@\\s;'"(\\\\.$]{0,8}(?:(?:${FUNCTIONS})(?:["')]|/\\*[^*]{0,40}\\*/){0,4}\\(|(?=[a-z0-9]{1,20}_)(?:${FUNCTIONS})\\s{1,9}\\()`,
      ),
      confidence: 0.6,
    },
    {
      what: 'dangerous-call',
      pattern: new RegExp(
        `(?:^|[^\\w$.>-])(?:${DANGEROUS})(?:(?:/\\*[^*]{0,40}\\*/){0,3}\\(\\s{0,3}['"$)\\w@]|(?:\\s|/\\*[^*]{0,40}\\*/){1,3}\\(\\s{0,3}['"$)@])`,
      ),
      confidence: 0.6,
    },
  ],
});
