export { GuardAgent } from './agent.service.js';
export { type OnAgentError } from './loops/flusher.js';
export { type RulesListener } from './loops/rules-client.js';
export { AgentOptions, OVERFLOW_POLICIES, type OverflowPolicy } from './options.js';
export { type AgentDependencies, type MetricSource, type Redactor } from './ports.js';
export { agentProblems, type AgentSettings, agentSettings, NEEDS_REDIS } from './settings.js';
export { type AgentState, type AgentStats, type Balance, type DropReason, type FlushReport } from './stats.js';
