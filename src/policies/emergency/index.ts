export { EmergencyCheck } from './emergency.check.js';
export { EmergencyOptions } from './options.js';
