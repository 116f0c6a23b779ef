import { type Match } from '../../subject.js';

/** What a file would do where a web server serves or runs it, by its name and its content. */
export function uploadMatch(filename: string, text: string, _bytes: Uint8Array): Match | undefined {
  const name = filename.toLowerCase();
  if (/\.(?:php\d?|phtml|phar|phps|inc|jspx?|aspx?|ashx|asmx|cer|cfm|cgi|shtml?)(?:[.;:\u0000%\s/]|$)/.test(name)) {
    return { category: 'upload', what: 'executable-name', confidence: 0.9, offset: -1 };
  }
  const code = text.search(/<\?(?:php|=)|<%[@=!]?\s|<jsp:/i);
  if (code >= 0) return { category: 'upload', what: 'server-code', confidence: 0.9, offset: code };
  return undefined;
}
