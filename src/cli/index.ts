export { type Outcome, run } from './run.js';
