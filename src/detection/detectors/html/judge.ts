import { type Tag } from './tags.js';
import { runsScript } from './url.js';

/** `<https://h.example/online/a>`: a link of Markdown and mails, whose folders are attributes to a browser. */
const ADDRESS = /^(?:https?|ftp|mailto):$/;
const HANDLER = /^on[a-z]{3,40}$/;
/** Handlers and initial statements of frameworks that read the page: Angular, Vue, Alpine, htmx. */
const DIRECTIVE =
  /^(?:(?:data-|x-)?ng-(?:init|click|dblclick|focus|blur|change|submit|copy|cut|paste|mouse[a-z]{2,6}|key[a-z]{2,5})|v-on:.|x-on:.|x-init|hx-on[:-].|@[a-z]{3,20}$)/i;
const URL_ATTRIBUTES = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'xlink:href',
  'data',
  'background',
  'poster',
  'dynsrc',
  'lowsrc',
  'code',
  'codebase',
  'from',
  'to',
  'values',
  'content',
  'folder',
  'manifest',
  'profile',
  'longdesc',
  'cite',
  'icon',
  'url',
  'srcset',
  'ping',
  'classid',
  'style:href',
  'value',
]);
const ACTIVE_STYLE = /expression\s*\(|-moz-binding|behaviou?r\s*:|javascript\s*:|@import|\\[0-9a-f]{2}/i;
/** Elements that load or run something by being there. */
const ACTIVE = new Set([
  'script',
  'iframe',
  'frame',
  'frameset',
  'object',
  'embed',
  'applet',
  'base',
  'isindex',
  'xss',
  'bgsound',
  'layer',
  'style',
  'ilayer',
  'portal',
  'fencedframe',
]);
/** Of these the ones that do nothing without an attribute: `<object>` in a sentence is a placeholder. */
const LOADS = new Set(['object', 'embed', 'applet', 'frame', 'base', 'bgsound', 'layer', 'ilayer']);
/** Elements that do so with any attribute. */
const ACTIVE_WITH_ATTRIBUTE = new Set([
  'meta',
  'link',
  'xml',
  'set',
  'animate',
  'keygen',
  'foreignobject',
  'handler',
  'listener',
  'import',
  'form',
  'vmlframe',
]);

export interface Judgement {
  readonly what: string;
  readonly confidence: number;
}

/** What a single tag would do in a page. */
export function judgeTag(tag: Tag): Judgement | undefined {
  if (tag.closing) return tag.name === 'script' && tag.closed ? { what: 'script-end', confidence: 0.7 } : undefined;
  const local = tag.name.slice(tag.name.indexOf(':') + 1);
  let attribute = tag.attributes.length > 0;
  for (const { name, value, assigned } of tag.attributes) {
    const bare = name.replace(/[^a-z:]/g, '');
    if (HANDLER.test(bare) && (assigned || (tag.closed && !ADDRESS.test(tag.name))))
      return { what: 'event-handler', confidence: 0.95 };
    if (name.startsWith('ev:') && assigned) return { what: 'event-handler', confidence: 0.8 };
    if (assigned && DIRECTIVE.test(name) && /[(`=]/.test(value)) return { what: 'directive', confidence: 0.65 };
    if (bare === 'datasrc' || bare === 'dataformatas') return { what: 'data-binding', confidence: 0.7 };
    if (bare === 'srcdoc') return { what: 'srcdoc', confidence: 0.9 };
    if (bare === 'style' && ACTIVE_STYLE.test(value)) return { what: 'active-style', confidence: 0.85 };
    if (URL_ATTRIBUTES.has(bare) && runsScript(value)) return { what: 'script-url', confidence: 0.95 };
    if (name.includes('<')) attribute = false;
  }
  if (local === 'iframe' && isPlayer(tag)) return undefined;
  if (local === 'script') return { what: 'script-element', confidence: 0.9 };
  if (ACTIVE.has(local))
    return { what: 'active-element', confidence: tag.closed && !attribute && LOADS.has(local) ? 0.6 : 0.7 };
  if (ACTIVE_WITH_ATTRIBUTE.has(local) && attribute) return { what: 'active-element', confidence: 0.6 };
  return undefined;
}

/** Players and maps that pages embed: of another origin, they cannot reach the page. */
const PLAYER =
  /^https:\/\/(?:www\.youtube(?:-nocookie)?\.com\/embed|player\.vimeo\.com\/video|www\.google\.com\/maps\/embed|www\.dailymotion\.com\/embed|open\.spotify\.com\/embed|w\.soundcloud\.com\/player|codepen\.io\/[\w-]{1,40}\/embed)[/?]/i;

const isPlayer = ({ closed, attributes }: Tag): boolean =>
  closed && PLAYER.test(attributes.find(({ name }) => name === 'src')?.value ?? '');

/** What the head of every page says: its character set, its title and its description; not where to go. */
export function isPlainMeta({ attributes }: Tag): boolean {
  const http = attributes.find(({ name }) => name === 'http-equiv');
  const plain = http
    ? /^(?:3d)?["']?(?:content-(?:type|language|style-type|script-type)|x-ua-compatible|imagetoolbar|pragma|expires|cache-control)["']?$/i.test(
        http.value,
      )
    : attributes.some(({ name }) => name === 'charset' || name === 'name' || name === 'property');
  return plain && !attributes.some(({ value }) => /utf-?7|url\s{0,3}=/i.test(value));
}
