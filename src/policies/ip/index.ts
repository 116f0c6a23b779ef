export { AllowIps, DenyIps } from './decorators.js';
export { IpCheck } from './ip.check.js';
export { IpOptions } from './options.js';
