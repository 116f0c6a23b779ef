import { type Match, type Subject } from '../../subject.js';

const ATTRIBUTE_BREAKOUT = /["'`/\s]on[a-z]{4,30}\s{0,20}=\s{0,20}["'`]?\s{0,20}[\w$(["'`!+~{-]{1,200}/i;
const CALL =
  /(?:^|[^\w.$])(?:alert|confirm|prompt|eval|settimeout|setinterval|fetch|atob|execscript)\s{0,10}(?:\(|`|\?\.\s{0,10}\()/i;

/** A quote that ends an attribute or a string, and what comes after it in a page or a script. */
export function findBreakout({ text, document }: Subject): Match | undefined {
  if (document) return undefined;
  const quote = text.search(/["'`>]/);
  if (quote < 0) return undefined;
  const rest = text.slice(quote);
  const handler = ATTRIBUTE_BREAKOUT.exec(rest);
  if (handler) return { category: 'xss', what: 'attribute-breakout', confidence: 0.8, offset: quote + handler.index };
  return undefined;
}

const URL_START = /^[\s\u0000-\u0020]{0,20}(?:javascript|vbscript)\s{0,5}:(?!\s+[a-z]+ )/i;

/** Script as a whole value: a script URL, or calls that only script makes. */
export function findScript({ text, document }: Subject): Match | undefined {
  if (document) return undefined;
  if (URL_START.test(text) && /[(=`%]|\/\//.test(text))
    return { category: 'xss', what: 'script-url', confidence: 0.8, offset: 0 };
  const call = CALL.exec(text);
  if (call && /[)`]/.test(text) && /["'`<;:{}[\]+]|\(\d+\)|document|window|\(\)|^/.test(text)) {
    return { category: 'xss', what: 'script-call', confidence: 0.7, offset: call.index };
  }
  return undefined;
}
