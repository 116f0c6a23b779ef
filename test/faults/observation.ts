import { type FailurePolicy } from '../../src/stores/index.js';

/** What became of one application while its Redis failed. */
export interface Observation {
  readonly mode: FailurePolicy;
  /** Answers to clients within their limits while the fault lasted, by status. */
  readonly during: Readonly<Record<number, number>>;
  /** The same from the end of the fault until Redis was asked again, and from then on. */
  readonly recovering: Readonly<Record<number, number>>;
  readonly after: Readonly<Record<number, number>>;
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

/** The table of all that was observed, as Markdown. */
export function tableOf(rows: readonly (readonly [fault: string, seen: Observation])[]): string {
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
  return [HEAD, HEAD.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
