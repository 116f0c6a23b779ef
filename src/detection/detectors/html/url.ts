import { decodeEntities } from '../../normalise/index.js';

const SCRIPT_SCHEME = /^(?:javascript|vbscript|livescript|mocha|data):/;
const SCRIPT_DATA =
  /^data:(?:[^,;]*(?:html|xml|svg|javascript|ecmascript)|[^,;]{0,40};?(?:base64)?,[^,]{0,200}<script|,)/;

/** What links that do nothing have. */
const DOES_NOTHING = /^javascript:(?:void\(?0?\)?)?;?$/;

/** Whether a URL in an attribute runs script: white space and control characters in the scheme count for nothing. */
export function runsScript(value: string): boolean {
  const head = decodeEntities(value.slice(0, 400))
    .replace(/[\u0000-\u0020\u00a0]/g, '')
    .toLowerCase();
  const scheme = SCRIPT_SCHEME.exec(head);
  if (!scheme) return false;
  return scheme[0] === 'data:' ? SCRIPT_DATA.test(head) : !DOES_NOTHING.test(head);
}
