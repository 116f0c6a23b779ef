// What the module adds to a request, seen from the client.
import { connections, send } from './http.mjs';

const WARM_UP = 1_500;

/**
 * Sends the same requests to the application without and with the module, one at a time and in turn, so that whatever
 * else the machine does hits both alike. Milliseconds: `{ bare: { p50, p99 }, guarded: …, added: … }`; the first 1,500 requests warm up.
 */
export async function compare(bare, guarded, requests, tally, { signal, onProgress = () => undefined }) {
  const sides = [
    { base: bare, agent: connections(1), times: [] },
    { base: guarded, agent: connections(1), times: [], tally },
  ];
  try {
    for (const [index, request] of requests.entries()) {
      signal.throwIfAborted();
      for (const side of index % 2 === 0 ? sides : [...sides].reverse()) {
        const answer = await send(side.base, request, side.agent);
        side.tally?.record(request, answer);
        if (index >= WARM_UP && answer.status !== 0) side.times.push(answer.ms);
        onProgress();
      }
    }
  } finally {
    for (const { agent } of sides) agent.destroy();
  }
  const [without, withModule] = sides.map(({ times }) => quantiles(times));
  const added = { p50: withModule.p50 - without.p50, p99: withModule.p99 - without.p99 };
  return { requests: requests.length - WARM_UP, bare: without, guarded: withModule, added };
}

function quantiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
