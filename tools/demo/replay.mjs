// Sends requests and keeps count of what became of them.
import { connections, send } from './http.mjs';

/** How the module refuses: by bans, lists, user agents and detection; by limits; in an emergency. */
const REFUSALS = new Set([403, 429, 503]);

/** What became of the requests of one source. */
class Row {
  requests = 0;
  served = 0;
  /** Answered by the application with an error of its own, such as 404. */
  other = 0;
  blocked = 0;
  /** Ordinary requests that were blocked. */
  falseBlocks = 0;
  /** Attacks that came through. */
  missed = 0;
  failed = 0;
  /** Requests of which nobody has said whether they are attacks. */
  unjudged = 0;
}

export class Tally {
  /** The first mistakes, to look at. */
  examples = [];

  /** `sources` in the order in which they are shown. */
  constructor(sources) {
    this.rows = new Map(sources.map((source) => [source, new Row()]));
  }

  record({ source, kind, method, path, note }, { status, error }) {
    const row = this.rows.get(source);
    row.requests += 1;
    const blocked = REFUSALS.has(status);
    if (status === 0) row.failed += 1;
    else if (blocked) row.blocked += 1;
    else if (status < 400) row.served += 1;
    else row.other += 1;
    const mistake = this.#judge(row, kind, blocked, status);
    if (mistake && this.examples.length < 1_000) {
      const request = [method, path.slice(0, 100), note, error].filter(Boolean).join(' ');
      this.examples.push({ mistake, source, request });
    }
  }

  #judge(row, kind, blocked, status) {
    if (status === 0) return 'no answer';
    if (kind === 'benign' && blocked) {
      row.falseBlocks += 1;
      return 'false block';
    }
    // What the framework's own parser refused with 400 reached no handler.
    if (kind === 'attack' && !blocked && status !== 400) {
      row.missed += 1;
      return 'missed';
    }
    if (kind === 'naughty') row.unjudged += 1;
    return undefined;
  }

  get total() {
    const sum = new Row();
    for (const row of this.rows.values()) for (const name of Object.keys(sum)) sum[name] += row[name];
    return sum;
  }
}

/** Sends all requests over `lanes` connections, each lane one after the other. */
export async function replay(base, requests, tally, { lanes, signal, onProgress = () => undefined }) {
  const agent = connections(lanes);
  let next = 0;
  const lane = async () => {
    while (next < requests.length) {
      signal.throwIfAborted();
      const request = requests[next++];
      tally.record(request, await send(base, request, agent));
      onProgress();
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    agent.destroy();
  }
}

/** Mixes lists into one, each spread evenly over the whole, its own order kept. */
export function mix(lists) {
  return lists
    .flatMap((list) => list.map((item, index) => ({ item, at: (index + 0.5) / list.length })))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
