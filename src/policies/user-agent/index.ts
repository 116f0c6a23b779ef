export { UserAgentOptions } from './options.js';
export { UserAgentCheck } from './user-agent.check.js';
