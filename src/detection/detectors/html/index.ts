import { type Detector, type Match } from '../../subject.js';
import { judgeTag } from './judge.js';
import { findBreakout, findScript } from './script.js';
import { readTag } from './tags.js';

/** Markup and script as a browser would run them. */
export const html: Detector = {
  name: 'html',
  triggers: [
    '<',
    'javascript',
    'vbscript',
    'data:',
    'on',
    'alert',
    'confirm',
    'prompt',
    'eval',
    'document',
    'window',
    'constructor',
    'fromcharcode',
    'expression',
    'url(',
    'self',
    'top',
    'parent',
    'frames',
    'this',
    'location',
    'fetch',
    'settimeout',
    'setinterval',
    'atob',
    'btoa',
    'style',
    'binding',
    'script',
    '![]',
    '+[]',
    '[][',
    'global',
    'msgbox',
  ],
  detect(subject) {
    if (subject.role === 'file') return undefined;
    return findMarkup(subject.text) ?? findBreakout(subject) ?? findScript(subject);
  },
};

function findMarkup(text: string): Match | undefined {
  let best: Match | undefined;
  for (let at = text.indexOf('<'); at >= 0;) {
    const tag = readTag(text, at);
    const judged = tag && judgeTag(tag);
    if (judged && (!best || judged.confidence > best.confidence)) best = { category: 'xss', offset: at, ...judged };
    if (best && best.confidence >= 0.9) return best;
    at = text.indexOf('<', tag ? Math.max(tag.closed ? tag.end : at + 1, at + 1) : at + 1);
  }
  return best;
}
