// One life of an application: records numbered events and metrics until it is killed, and says up to which all are kept.
import { writeSync } from 'node:fs';
import { AgentOptions, agentSettings, GuardAgent } from '../../dist/esm/agent/index.js';
import { silentLog, systemClock } from '../../dist/esm/kernel/index.js';
import { Redaction } from '../../dist/esm/telemetry/redaction/index.js';

const [endpoint, spillDirectory, life] = process.argv.slice(2);
const options = Object.assign(new AgentOptions(), {
  apiKey: 'fg_test_0123456789abcdef',
  installId: '7d9f1c52-3c1b-4a86-9d0e-5b1f6f1f0c11',
  endpoint,
  durability: 'file',
  spillDirectory,
  overflow: 'spill',
  bufferSize: 50,
  maxQueue: 1_000,
  flushInterval: 0.1,
  retryAttempts: 0,
});
const agent = new GuardAgent(agentSettings(options), {
  clock: systemClock,
  log: silentLog,
  version: '0.0.0',
  redactor: new Redaction(),
});
agent.onModuleInit();

let recorded = 0;
let kept = 0;
function work() {
  const { unwritten } = agent.stats().spill;
  // The write is before our eyes: what was recorded before it has been written.
  if (unwritten === 0 && recorded > kept) {
    kept = recorded;
    writeSync(1, `${kept}\n`);
  }
  // More than the queue holds before the spill is open, or while the machine is busy, would be dropped, and counted.
  for (let i = 0; i < 20 && unwritten < 500; i++) {
    agent.record({ type: 'test', reason: `${life}/${recorded}` });
    if (recorded % 10 === 0) agent.metric({ type: 'request_count', value: 1, endpoint: `${life}/${recorded}` });
    recorded++;
  }
  setTimeout(work, 2);
}
work();
