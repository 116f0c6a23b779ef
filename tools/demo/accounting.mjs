// Whether the numbers of the clients, of the module and of the platform say the same.
import { setTimeout as pause } from 'node:timers/promises';
import { json } from './http.mjs';

const SETTLE_WITHIN = 45_000;
/** Longer than the agent's flush interval in the demo. */
const QUIET = 2_500;

/** Waits until every request is counted and nothing is pending or moves any more; gives the module's status in any case. */
export async function settle(sample, token, sent, signal) {
  const deadline = performance.now() + SETTLE_WITHIN;
  let before = '';
  for (;;) {
    const status = await json(sample, 'GET', '/guard/status', { token });
    const { requests, agent } = status;
    const now = JSON.stringify([requests, agent.events, agent.metrics]);
    const done = requests.total >= sent && agent.events.pending + agent.metrics.pending === 0 && now === before;
    if (done || performance.now() > deadline) return status;
    before = now;
    await pause(QUIET, undefined, { signal });
  }
}

/** Every statement about the run that has to hold: `[holds, sentence]`. */
export function audit({ tally, status, received }) {
  const { requests, blockedBy, agent } = status;
  const { total } = tally;
  const outcomes = ['served', 'blocked', 'skipped', 'clientError', 'serverError', 'aborted'];
  const counted = sum(outcomes.map((name) => requests[name]));
  const byCheck = sum(Object.values(blockedBy));
  return [
    [total.failed === 0, `every request was answered: ${total.failed} were not`],
    [requests.total === total.requests, `sent ${total.requests} = counted by the module ${requests.total}`],
    [counted === requests.total, `the outcomes add up: ${counted} = ${requests.total}`],
    [total.blocked === requests.blocked, `refusals seen by clients ${total.blocked} = blocked ${requests.blocked}`],
    [byCheck === requests.blocked, `the checks add up: ${byCheck} = ${requests.blocked}`],
    balance('events', agent.events),
    balance('metrics', agent.metrics),
    agrees('events', agent.events, received.events.length + received.duplicates),
    agrees('metrics', agent.metrics, received.metrics.length),
    [
      received.batches > 0 && received.rejected === 0,
      `the platform decrypted every batch: ${received.batches} taken, ${received.rejected} calls refused`,
    ],
  ];
}

function balance(kind, { recorded, delivered, rejected, dropped, pending }) {
  const holds = recorded > 0 && recorded === delivered + rejected + dropped + pending && pending === 0;
  const parts = `${delivered} delivered + ${rejected} rejected + ${dropped} dropped + ${pending} pending`;
  return [holds, `${kind}: ${recorded} recorded = ${parts}`];
}

function agrees(kind, { delivered }, arrived) {
  return [delivered === arrived, `${kind}: ${delivered} delivered = ${arrived} arrived at the platform`];
}

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}
