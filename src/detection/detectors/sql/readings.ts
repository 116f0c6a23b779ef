/** Quotes that databases and converters fold to an apostrophe or a double quote. */
const APOSTROPHES = /[\u02b9\u02bc\u02c8\u2018\u2019\u201a\u201b\u2032\u2035\u275b\u275c\uff07]/g;
const DOUBLE_QUOTES = /[\u02ba\u02ee\u201c\u201d\u201e\u201f\u2033\u2036\u275d\u275e\uff02]/g;
const COMMENT = /\/\*[^*]{0,80}\*\//g;
/** The least that SQL has, in literals that bring a text here anyway. */
const HINT = /['"`#]|--|\/\*|select|union|or[ +(]|and[ (]/;

/**
 * Other readings of a text in which SQL may be hidden: for converters that fold quotes, filters that take comments out
 * of words or backslashes off quotes, and forms that were encoded twice.
 */
export function readings(lower: string): readonly string[] {
  const found: string[] = [];
  if (!HINT.test(lower)) return found;
  const add = (text: string): void => {
    if (text !== lower) found.push(text);
  };
  if (/[^\x00-\x7f]/.test(lower)) add(lower.replace(APOSTROPHES, "'").replace(DOUBLE_QUOTES, '"'));
  if (/[a-z]\/\*[^*]{0,80}\*\/[a-z]/.test(lower)) add(lower.replace(COMMENT, ''));
  if (/\\['"]/.test(lower)) add(lower.replace(/\\(?=['"])/g, ''));
  if (/[a-z\d)'"]\+[a-z\d('"-]/.test(lower) && !/\s/.test(lower)) add(lower.replaceAll('+', ' '));
  return found;
}
