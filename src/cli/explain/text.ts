import { type MatchFate } from '../../detection/index.js';
import { printable } from '../../kernel/index.js';
import { type Decision, type Explanation, type Reading, type ReadValue, type Seen } from './explanation.js';

const FATES: Readonly<Record<MatchFate, string>> = {
  blocks: 'decides',
  flags: 'is told, by mode flag',
  weak: 'is not enough',
  excepted: 'is excepted here',
  off: 'is off',
};

/** An explanation for people. */
export function asText({ request, settings, values, unread, decision, exception, decorator }: Explanation): string {
  const lines = [
    `${printable(request.method)} ${printable(request.path)}`,
    ...Object.entries(settings).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
    '',
    ...values.flatMap(valueLines),
    ...unread.map(({ part, reason }) => `NOT READ in the ${part}: ${reason}`),
    '',
    sentence(decision),
  ];
  if (exception && decorator !== undefined) {
    lines.push(
      'Where this is ordinary, the entry for detection.exceptions is',
      `  ${escaped(JSON.stringify(exception))}`,
      'or, on the route alone,',
      `  ${decorator}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function valueLines({ place, name, role, readings }: ReadValue): string[] {
  const where = name === undefined ? place : `${place} ${printable(name)}`;
  return readings.flatMap((reading) => readingLines(`${where} (${role})`, reading));
}

function readingLines(where: string, { steps, text, matches }: Reading): string[] {
  const label = steps.length === 0 ? where : `  ${steps.join(' > ')}`;
  return [`${label}: ${printable(text, Infinity)}`, ...matches.map(seenLine)];
}

function seenLine({ detector, category, confidence, needed, fate, offset, excerpt }: Seen): string {
  const score = `${confidence} of ${needed} needed`;
  return `    ! ${detector}: ${category}, ${score}, ${FATES[fate]}; at ${offset}: ${printable(excerpt)}`;
}

function sentence({ action, because, status, reason, rule }: Decision): string {
  const what = `${reason ?? ''} (${rule ?? ''})`;
  switch (action) {
    case 'blocked':
      return `BLOCKED with ${status}: ${what}`;
    case 'told':
      return `LET THROUGH and told, since ${because}; else blocked with ${status}: ${what}`;
    case 'left out':
      return `LET THROUGH, not inspected: ${because}`;
    case 'passed':
      return 'LET THROUGH';
  }
}

/** JSON in ASCII. */
const escaped = (json: string): string =>
  json.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
