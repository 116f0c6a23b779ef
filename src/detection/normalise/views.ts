import { codeAt } from '../code-at.js';
import { decodeBase64 } from './base64.js';
import { decodeEntities } from './entities.js';
import { decodeEscapes } from './escapes.js';
import { decodePercent, dropStrayPercent } from './percent.js';
import { dropInvisible, foldUnicode } from './unicode.js';
import { decodeUtf7 } from './utf7.js';

/** One reading of a text, and the steps that led to it. */
export interface View {
  readonly text: string;
  readonly steps: readonly string[];
}

type Step = readonly [name: string, apply: (text: string) => string];

const STEPS: readonly Step[] = [
  ['percent', decodePercent],
  ['stray percent', dropStrayPercent],
  ['html', decodeEntities],
  ['escape', decodeEscapes],
  ['width', foldUnicode],
  ['utf-7', decodeUtf7],
  ['invisible', dropInvisible],
];

/** More layers than any decoder chain has; each step shortens the text or leaves it, so the end is near anyway. */
const MAX_VIEWS = 8;

/**
 * All readings of a text that differ from it, one step further each, until nothing changes. Empty for a text that is
 * not encoded. Goes on from each only where `affords` says that its steps can be taken.
 */
export function decodedViews(text: string, affords: (steps: number) => boolean = () => true): readonly View[] {
  const views: View[] = [];
  let view: View = { text, steps: [] };
  // Once only: what is encoded twice is no longer seen by people, and each text could be base64 of another.
  let packed = true;
  const push = (name: string, next: string): boolean => {
    view = { text: next, steps: [...view.steps, name] };
    return views.push(view) < MAX_VIEWS && affords(decodingSteps(next));
  };
  for (let changed = true; changed;) {
    changed = false;
    const inner = packed ? decodeBase64(view.text) : undefined;
    if (inner !== undefined) {
      packed = false;
      if (!push('base64', inner)) return views;
    }
    for (const [name, apply] of STEPS) {
      const next = apply(view.text);
      if (next === view.text) continue;
      if (!push(name, next)) return views;
      changed = true;
    }
  }
  return views;
}

/** What a text holds where one of the steps may change it, beside characters outside ASCII. */
export const DECODING_TRIGGERS: readonly string[] = [
  ...['%', '&', '\\', '+a', '\u007f'],
  ...Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).filter((char) => !/\s/.test(char)),
];

const STEPS_OF_A_ROUND = 1500;
const STEPS_OF_A_CHARACTER = 9;
const STEPS_OF_A_SIGN = 80;
const PLUS = 43;

/** Steps that it takes to try all ways of decoding on a text once: those of its length, and of what may be an escape in it. */
export function decodingSteps(text: string): number {
  let signs = 0;
  for (let i = 0, { length } = text; i < length; i++) {
    const code = codeAt(text, i);
    signs += code < 128 ? ESCAPES[code]! : foldable(code);
  }
  return STEPS_OF_A_ROUND + STEPS_OF_A_CHARACTER * text.length + STEPS_OF_A_SIGN * signs;
}

/** By character: 1 where it may begin an escape, or is dropped; what begins UTF-7 takes longer. */
const ESCAPES = Uint8Array.from({ length: 128 }, (_, code) =>
  code === PLUS ? 3 : '%&\\'.includes(String.fromCharCode(code)) || code < 9 ? 1 : 0,
);
const foldable = (code: number): number =>
  code === 0xa0 || code === 0xad || (code > 0x1fff && (code < 0x3001 || code > 0xfe00)) ? 1 : 0;
