import { type FailurePolicy } from '../../src/stores/index.js';

/** How many answers there were, by status. */
export type Statuses = Readonly<Record<number, number>>;

/** What became of one application while its Redis failed. */
export interface Observation {
  readonly mode: FailurePolicy;
  /**
   * Answers to clients within their limits while the fault lasted, by status; where it heals by itself, until Redis was
   * asked again.
   */
  readonly during: Statuses;
  /** The same from the end of the fault until Redis was asked again, and from then on. */
  readonly recovering: Statuses;
  readonly after: Statuses;
  /** Milliseconds of the longest request, from its first byte to its answer. */
  readonly longest: number;
  /** How often the client that never stops was admitted before the fault, while it lasted, and after. */
  readonly admitted: readonly [before: number, during: number, after: number];
  /** Whether a ban that was made meanwhile held here at once, and whether it stands in Redis afterwards. */
  readonly ban: { readonly heldAtOnce: boolean; readonly writtenBack: boolean };
  /** Milliseconds from the end of the fault (its beginning, where it heals by itself) until Redis was asked again. */
  readonly recovery: number;
}

/** Requests that were answered neither as usual nor by a limit. */
export function failed({ during, recovering, after }: Observation): number {
  let sum = 0;
  for (const statuses of [during, recovering, after]) {
    for (const [status, count] of Object.entries(statuses)) if (status !== '200' && status !== '429') sum += count;
  }
  return sum;
}

/** What became of several applications with the same policy, as one: sums, and the worst of each. */
export function together(all: readonly Observation[]): Observation {
  const [first] = all as [Observation, ...Observation[]];
  const worst = (of: (one: Observation) => number): number => Math.max(...all.map(of));
  return {
    mode: first.mode,
    during: summed(all.map(({ during }) => during)),
    recovering: summed(all.map(({ recovering }) => recovering)),
    after: summed(all.map(({ after }) => after)),
    longest: worst(({ longest }) => longest),
    admitted: [0, 1, 2].map((i) => worst(({ admitted }) => admitted[i] as number)) as [number, number, number],
    ban: {
      heldAtOnce: all.every(({ ban }) => ban.heldAtOnce),
      writtenBack: all.every(({ ban }) => ban.writtenBack),
    },
    recovery: worst(({ recovery }) => recovery),
  };
}

function summed(all: readonly Statuses[]): Statuses {
  const sum: Record<number, number> = {};
  for (const statuses of all) {
    for (const [status, count] of Object.entries(statuses)) sum[Number(status)] = (sum[Number(status)] ?? 0) + count;
  }
  return sum;
}

const HEAD = [
  'fault',
  '`onFailure`',
  'clients saw meanwhile',
  'requests failed',
  'longest request',
  'admitted of 5: before + meanwhile + after',
  'ban made meanwhile',
  'in use again after',
];

/** The table of all that was observed, as Markdown, with or without its head. */
export function tableOf(rows: readonly (readonly [fault: string, seen: Observation])[], headed: boolean): string {
  const lines = rows.map(([fault, seen]) => [
    fault,
    `\`${seen.mode}\``,
    Object.entries(seen.during)
      .map(([status, count]) => `${count} × ${status}`)
      .join(', '),
    failed(seen),
    `${Math.round(seen.longest)} ms`,
    seen.admitted.join(' + '),
    `${seen.ban.heldAtOnce ? 'holds at once' : 'does not hold'}, ${seen.ban.writtenBack ? 'written back' : 'lost'}`,
    `${(seen.recovery / 1000).toFixed(1)} s`,
  ]);
  const head = headed ? [HEAD, HEAD.map(() => '---')] : [];
  return [...head, ...lines].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
