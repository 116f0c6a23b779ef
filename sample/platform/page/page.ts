import { type Received } from '../store/received.js';

const EVENTS_SHOWN = 100;
const CELL_LENGTH = 200;

const STYLE = `
  body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: #222 }
  h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem }
  table { border-collapse: collapse; width: 100% }
  th, td { text-align: left; padding: .2rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top; overflow-wrap: anywhere }
  th { white-space: nowrap; background: #f5f5f5 }
  .note { color: #666 }
`;

/** The page as HTML: counters, the newest events, the last refused calls, the rules. It reloads itself. */
export function renderPage(received: Received, rules: Record<string, unknown>): string {
  const { events, metrics, statuses, batches, duplicates, rejected, refusals } = received;
  const counters = [
    ['batches', batches],
    ['events', events.length],
    ['metrics', metrics.length],
    ['statuses', statuses.length],
    ['duplicates', duplicates],
    ['rejected calls', rejected],
  ];
  const columns = ['timestamp', 'event_type', 'ip_address', 'method', 'endpoint', 'status_code', 'rule_type', 'reason'];
  const rows = events.newest(EVENTS_SHOWN).map((event) => columns.map((column) => event[column]));
  const put = Object.entries(rules).map(([name, value]) => [name, JSON.stringify(value)]);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="3">
<title>Local Guard platform</title>
<style>${STYLE}</style>
<h1>Local Guard platform</h1>
<p class="note">A tool for development and tests. It keeps what it receives in memory and nothing of it secret.
Everything as JSON: <a href="/control/received">/control/received</a>.</p>
${table(
  counters.map(([name]) => name),
  [counters.map(([, value]) => value)],
)}
<h2>Events, the newest ${EVENTS_SHOWN}</h2>
${rows.length > 0 ? table(columns, rows) : '<p>None yet. An agent flushes at its interval.</p>'}
${refusals.length > 0 ? `<h2>Refused calls</h2>${table(['at', 'call', 'status', 'detail'], refusals.map(Object.values))}` : ''}
<h2>Dynamic rules</h2>
${table(['field', 'value'], put)}
</html>
`;
}

function table(head: unknown[], rows: unknown[][]): string {
  const cells = (tag: string, values: unknown[]): string =>
    `<tr>${values.map((value) => `<${tag}>${escape(value)}</${tag}>`).join('')}</tr>`;
  return `<table>${cells('th', head)}${rows.map((row) => cells('td', row)).join('\n')}</table>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(value: unknown): string {
  const plain = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const shown = plain.length > CELL_LENGTH ? `${plain.slice(0, CELL_LENGTH)}…` : plain;
  return shown.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
