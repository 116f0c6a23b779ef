// Writes the options table of the README from the built package: `npm run build && node tools/options-table.mjs`.
import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
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

const table = ['| option | variable | default | meaning |', '|---|---|---|---|', ...rows(GuardOptions)].join('\n');
const readme = new URL('../README.md', import.meta.url);
const [before, rest] = readFileSync(readme, 'utf8').split('<!-- options:begin -->');
const after = rest.slice(rest.indexOf('<!-- options:end -->'));
writeFileSync(readme, `${before}<!-- options:begin -->\n${table}\n${after}`);
