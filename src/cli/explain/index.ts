export { explain } from './explain.js';
export { type Explanation } from './explanation.js';
export { asText } from './text.js';
