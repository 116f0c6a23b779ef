export { GuardAgent } from './agent.service.js';
export { type NewKeys } from './keys.js';
export { type RulesListener } from './loops/rules-client.js';
export { AgentOptions, type BeforeSend, type OnAgentError } from './options.js';
export { type AddressBits, addressBits } from './options/address-bits.js';
export { OVERFLOW_POLICIES, type OverflowPolicy } from './options/queue-options.js';
export { type AgentDependencies, type MetricSource, type Redactor } from './ports.js';
export { agentProblems, type AgentSettings, agentSettings, NEEDS_REDIS } from './settings.js';
export { type AgentState, type AgentStats, type Balance, type DropReason, type FlushReport } from './stats.js';
