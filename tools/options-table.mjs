// Prints the options table of the README from the built package: `npm run build && node tools/options-table.mjs`.
import 'reflect-metadata';
import { GuardOptions } from '../dist/esm/config/index.js';
import { optionsOf, variablesOf } from '../dist/esm/kernel/index.js';

function show(value) {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.length > 5 ? 'all' : `\`${JSON.stringify(value)}\``;
  return `\`${typeof value === 'object' ? JSON.stringify(value) : value}\``;
}

function rows(type, path = []) {
  const defaults = new type();
  return optionsOf(type).flatMap((option) => {
    const at = [...path, option.key];
    if (option.group) return rows(option.group(), at);
    const variables =
      variablesOf(option)
        .map((name) => `\`${name}\``)
        .join(', ') || (option.code ? 'in code' : '');
    const about = option.about.replaceAll('|', '\\|');
    return [`| \`${at.join('.')}\` | ${variables} | ${show(defaults[option.key])} | ${about} |`];
  });
}

console.log(['| option | variable | default | meaning |', '|---|---|---|---|', ...rows(GuardOptions)].join('\n'));
