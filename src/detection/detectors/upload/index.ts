import { withoutMarkdownCode } from '../../document.js';
import { type Detector } from '../../subject.js';

const EXECUTABLE =
  /\.\s{0,3}(?:php\d?|pht|phtml?|phar|phps|inc|jsp[xf]?|jspa|jsw|jsv|aspx?|ashx|asmx|ascx|asa|cer|cfm|cfml|cgi|shtml?|stm|svc|soap|rem|xamlx|vbhtml|cshtml|hta|htr|exe|scr|dll|war|ear)(?:[.;:\u0000%\s/^#?]|$)/;
/** Scripts and links that a desktop runs when they are opened. */
const OPENED = /\.(?:bat|cmd|pif|lnk|vbs|vbe|wsf|wsh|jse|cpl|jnlp|swf|scf)[\s.]{0,3}$/;
const CONFIGURATION = /(?:^|[\\/])(?:\.htaccess|\.htpasswd|\.user\.ini|web\.config|php\.ini)\s{0,3}$/;
/** Code that a server runs, and instructions by which an image library reads files or runs commands. */
const ACTIVE =
  /<\?(?:php\b|=)|<%[@=!]?\s|<jsp:|<script\s{1,9}language\s{0,3}=\s{0,3}["']?php|push\s{1,9}graphic-context|<(?:read|write)\s{1,9}filename\s{0,3}=|(?:xlink:href|href|src|filename)\s{0,3}=\s{0,3}["'](?:file:|text:|html:|msl:|label:@|ephemeral:|mvg:|caption:@|expect:|php:|\\\\|\/etc\/|\/proc\/|https?:\/\/169\.254\.|["']?\|)|(?:xlink:href|src|filename)\s{0,3}=\s{0,3}["']https?:\/\/(?:127\.|localhost)|["']\|\s{0,3}(?:\w+\s|\/)|<workflowservice\b|addtype\s{1,9}application\/x-httpd|sethandler\s|auto_(?:pre|ap)pend_file\s{0,3}=|<!--#(?:exec|include)|^gif8[79]a[^]{0,200}?<script|<cross-domain-policy[\s>]|<xsl:script|\(%pipe%|^#extm3u[^]{0,400}?(?:concat:|file:\/)|<system\.webserver/;
const ACTIVE_MARKUP =
  /<script[\s/>]|\bon(?:load|error|click|mouseover|begin|focus)\s{0,3}=|href\s{0,3}=\s{0,3}["']\s{0,3}javascript:|<foreignobject\b/;

/** Files that a web server or a browser would run, by their name and by their content. */
export const upload: Detector = {
  name: 'upload',
  cost: 8,
  roles: ['filename', 'file'],
  triggers: [
    '.',
    '<?',
    '<%',
    '<jsp',
    '<script',
    '<svg',
    'graphic-context',
    'href',
    'filename',
    'src',
    '<workflow',
    'addtype',
    'sethandler',
    'pend_file',
    '<!--#',
    '<system.web',
    '%pipe%',
    '<cross-domain',
    '<xsl:script',
    '#extm3u',
    '|',
  ],
  detect({ lower: whole, role, document }) {
    const lower = role === 'file' && document && whole.includes('`') ? withoutMarkdownCode(whole) : whole;
    if (role === 'filename') {
      const at = lower.search(EXECUTABLE);
      if (at >= 0) return { category: 'upload', what: 'executable-name', confidence: 0.9, offset: at };
      if (OPENED.test(lower)) return { category: 'upload', what: 'script-name', confidence: 0.8, offset: 0 };
      return CONFIGURATION.test(lower)
        ? { category: 'upload', what: 'configuration-name', confidence: 0.9, offset: 0 }
        : undefined;
    }
    if (role !== 'file') return undefined;
    const code = lower.search(ACTIVE);
    if (code >= 0) return { category: 'upload', what: 'active-content', confidence: 0.9, offset: code };
    const script = /<svg[\s>]/.test(lower) ? lower.search(ACTIVE_MARKUP) : -1;
    return script < 0 ? undefined : { category: 'upload', what: 'active-image', confidence: 0.9, offset: script };
  },
};
