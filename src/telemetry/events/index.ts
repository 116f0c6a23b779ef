export { refusalEvent } from './refusal.js';
export { RefusalLog } from './refusal-log.js';
