/** Fields that take a browser elsewhere. */
export const REDIRECT_FIELD =
  /^(?:next|return|returnto|return_to|return[_-]?(?:url|path)|redir(?:ect)?|redirect[_-]?(?:to|uri|url)|continue|dest|destination|goto|go|forward|forward_?url|out|rurl|r_?url|success[_-]?url|cancel[_-]?url|failure[_-]?url|checkout_url|callback|callback_?url|target|to|jump|image_url|from_url|login_?url|logout|back|back_?url|url|uri|page_?url|service|relaystate|view|link|exit|ref|referrer|u)$/;
/** Redirects of OAuth and OpenID Connect, where a loopback address is what a native client has (RFC 8252, 7.3). */
export const OAUTH_FIELD =
  /^(?:redirect_?uris?|post_logout_redirect_uris?|callback_?urls?|origins?|allowed_?origins?|web_?origins?|redirecturi|homepage|return_?url|issuer)$/;
/** Fields whose URL the server fetches. */
export const FETCH_FIELD =
  /(?:^|[_-])(?:url|uri|src|source|target|dest|destination|feed|rss|webhook|hook|callback|proxy|image|img|avatar|picture|icon|link|href|host|site|domain|endpoint|api|fetch|load|open|import|file|path|page|document|doc|pdf|html|download|remote|resource|server|ssrf)$|(?:url|uri|webhook|callback|endpoint|link)$/;
/** Telemetry: addresses that were met, not ones to go to. */
export const MET =
  /(?:^|\.)(?:breadcrumbs|requests?|responses?|events?|spans?|resourceSpans|logs?|entries|traces?|stack\w*|nearMisses|frames|report|csp-report)\./;
/** Fields that say where a thing itself is to be seen: links of its own site, and what telemetry met. */
export const OWN_ADDRESS =
  /^(?:(?:success|cancel|return|failure|error|logout|login|back|continue|complete|referring|referrer|client|api|server|service|dev|front_?end|back_?end|web|html|self|canonical|absolute|permalink|public|admin|app|site|base|root|home|profile|dashboard|orbit|page|document|blocked|source|request|issue|commit|project|repo(?:sitory)?|clone|git(?:_http)?)_?(?:url|uri|link|site)|self|permalink|origin|absolute_?url)$/;
/** Fields that name a file to include. */
export const INCLUDE_FIELD =
  /^(?:file|page|path|include|inc|template|tpl|document|doc|root|folder|dir|load|module|layout|lang|conf|config|basepath|abs_?path|style|theme|skin|content|pg|p|cmd|show|view)$|(?:_path|path|_dir|_root|_file|_inc)$/;
/** Fields that hold a URL and nothing else; others that are fetched may hold a name. */
export const URL_FIELD = /(?:url|uri|webhook|callback|endpoint|proxy|fetch|href)$/;
