/**
 * How far a shape is SQL: the index of the first token that cannot stand where it stands. A machine of two states:
 * an operand is due, or an operand was just read. `after` says which holds at the start.
 */
export function validUpTo(shape: string, start: number, after: boolean): number {
  let operand = after;
  // `select top 1` leaves the columns due.
  for (let i = start; i < shape.length; i++) {
    const kind = shape[i]!;
    if (kind === 'c') return shape.length;
    if (kind === '(') {
      // After an operand a bracket follows only what takes one.
      if (operand && !TAKES_BRACKET.has(shape[i - 1]!)) return i;
      operand = false;
    } else if (kind === ')') {
      operand = true;
    } else if (operand ? AFTER_OPERAND.has(kind) : BEFORE_OPERAND.has(kind)) operand = kind === 'N';
    else if (operand) {
      if (!mayFollowOperand(shape, i)) return i;
    } else if (OPERAND.has(kind))
      operand = !(kind === 'n' && shape[i - 1] === 'L' && 'SA'.includes(shape[i - 2] ?? '-'));
    else if (kind === '+' || kind === ';' || (kind === '.' && i > start)) continue;
    else return i;
  }
  return shape.length;
}

/** Whether a word may follow `and` or `or`: an operator that stands between two operands may not. */
export const mayFollow = (word: string): boolean => !/^[*/%|^&<>=]/.test(word);

const OPERAND = new Set('nsqvwNfDT');
/** What may come where an operand is due, and leaves it due. */
const BEFORE_OPERAND = new Set('!SAXKLUB');
/** What may come after an operand, and makes another due. */
const AFTER_OPERAND = new Set('l=+,;.!UFWHLIJKG');
const TAKES_BRACKET = new Set('fD)w');

/** Two operands in a row: strings are joined, names are aliases, and `asc`, `desc`, `end` close. */
function mayFollowOperand(shape: string, i: number): boolean {
  const kind = shape[i]!;
  const before = shape[i - 1]!;
  if ((kind === 's' || kind === 'q') && before === 's') return true;
  if (kind === 'w' || kind === 's') return before === ')' || (before === 'w' && shape[i - 2] !== 'w' && i > 1);
  return kind === 'A' || kind === 'T';
}
