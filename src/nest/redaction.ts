import { addressBits } from '../agent/index.js';
import { type GuardOptions } from '../config/index.js';
import { Redaction } from '../telemetry/redaction/index.js';

/** What must not leave the process, by the options. */
export const redactionOf = ({ agent }: GuardOptions): Redaction =>
  new Redaction({
    headers: agent?.sensitiveHeaders,
    params: agent?.sensitiveFields,
    maxText: agent?.maxPayloadSize,
    addresses: agent && addressBits(agent.truncateAddresses),
  });
