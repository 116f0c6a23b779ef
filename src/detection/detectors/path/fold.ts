/** Forms of dot and slash that lenient decoders and file systems take, one to one. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/0x2e/g, '.'],
  [/0x2f/g, '/'],
  [/0x5c/g, '\\'],
  [/[\u0001-\u0008\u000e-\u001f\u007f]/g, ''],
  // Damaged escapes beside a dot stand for a separator in traversal lists.
  [/(?<=\.)%(?:[a-z0-9]{2}(?:%[a-z0-9]{2})?|[\\/])/g, '/'],
  [/(?<=[.?\\/]|etc)[\u00c0-\u00ff]%[a-z0-9]{2}/g, '/'],
  [/%{1,4}[\\/]/g, '/'],
  [/(?<=[.?])(?:\ufffd|[\ue000-\uf8ff]){1,4}/g, '/'],
  [/\.[?*](?=[\\/])/g, '..'],
];

/** A path in lower case with its encoded dots and slashes opened, and NUL cut off at the end. */
export function foldPath(lower: string): string {
  let text = lower;
  for (const [form, plain] of FORMS) text = text.replace(form, plain);
  // `..2f..2f`: escapes whose percent sign a filter has eaten.
  return /\.\.(?:2f|5c)/.test(text) ? text.replace(/2f/g, '/').replace(/5c/g, '\\') : text;
}
