// One life of an application: records numbered events and metrics until it is killed, and says up to which all are kept.
import { writeSync } from 'node:fs';
import { AgentOptions, agentSettings, GuardAgent } from '../../dist/esm/agent/index.js';
import { silentLog, systemClock } from '../../dist/esm/kernel/index.js';
import { createStores, RedisOptions } from '../../dist/esm/stores/index.js';
import { Redaction } from '../../dist/esm/telemetry/redaction/index.js';

/** `pace`: the most events that are recorded at once, every so many milliseconds. */
const { name, pace, every, redisUrl, ...options } = JSON.parse(process.argv[2]);
const clock = systemClock;
const log = silentLog;
const redis = redisUrl && Object.assign(new RedisOptions(), { url: redisUrl, commandTimeout: 2 });
const stores = createStores(redis, { clock, log });
await stores.start();

const settings = agentSettings(Object.assign(new AgentOptions(), options));
const agent = new GuardAgent(settings, {
  clock,
  log,
  version: '0.0.0',
  redactor: new Redaction(),
  spill: stores.spill,
});
agent.onModuleInit();

let recorded = 0;
let kept = 0;
function work() {
  const { spill = { working: true, unwritten: 0 }, events, metrics } = agent.stats();
  // The write is before our eyes: what was recorded before it has been written.
  if (spill.working && spill.unwritten === 0 && recorded > kept) {
    kept = recorded;
    writeSync(1, `${kept} ${events.dropped + metrics.dropped}\n`);
  }
  // More than the queue holds before the spill is open, or while the machine is busy, would be dropped, and counted.
  for (let i = 0; i < pace && spill.unwritten < 500; i++) {
    agent.record({ type: 'test', reason: `${name}/${recorded}` });
    if (recorded % 10 === 0) agent.metric({ type: 'request_count', value: 1, endpoint: `${name}/${recorded}` });
    recorded++;
  }
  setTimeout(work, every);
}
work();
