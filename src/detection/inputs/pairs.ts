import { decodePercent } from '../normalise/index.js';
import { type Reader } from '../reader.js';
import { type RecurringTexts } from '../recurring.js';
import { type Place } from '../types.js';
import { Ahead } from '../ahead.js';
import { formNamesLanguage, isCode } from './code.js';
import { readValue } from './value.js';

interface PairsOptions {
  /** Where the first pair begins. */
  readonly start?: number;
  /** Put before the names of places. */
  readonly prefix?: string;
  /** True where the pairs were encoded as a whole. */
  readonly decoded?: boolean;
  /** Names that come with a value again and again. */
  readonly names?: RecurringTexts;
}
const PLAIN: PairsOptions = {};

/**
 * Reads `a=1&b=2` as a query string or an urlencoded form: names and values, each decoded once. A pair without `=` is
 * a name and a value at once.
 */
export function readPairs(
  reader: Reader,
  text: string,
  kind: Place['kind'],
  excluded: ReadonlySet<string>,
  { start = 0, prefix = '', decoded = false, names }: PairsOptions = PLAIN,
): void {
  const equals = new Ahead(text, '=');
  const code = kind === 'body' && reader.settings.declaredCode && formNamesLanguage(text);
  for (let at = start; at <= text.length && !reader.done;) {
    const next = text.indexOf('&', at);
    const end = next < 0 ? text.length : next;
    if (end > at) {
      const split = Math.min(equals.from(at), end);
      const name = decodePart(text.slice(at, split));
      if (!excluded.has(name)) {
        const place = prefix + name;
        if (
          names && split < end ? reader.readRecurring(name, names, kind, place) : reader.read(name, 'name', kind, place)
        )
          return;
        // `a%3D1%26b%3D2`: pairs that were encoded as a whole, for an application that decodes them so.
        if (split === end && !decoded && name.includes('='))
          readPairs(reader, name, kind, excluded, { prefix, decoded: true });
        else if (split === end) reader.read(name, 'value', kind);
        else if (split < end) {
          const value = decodePart(text.slice(split + 1, end));
          if (code && isCode(name, value)) reader.read(value, 'code', kind, place);
          else readValue(reader, value, kind, place);
          if (reader.done) return;
        }
      }
    }
    at = end + 1;
  }
}

const decodePart = (text: string): string => decodePercent(text.includes('+') ? text.replace(/\+/g, ' ') : text);
