export { type Part, partsOf } from './parser.js';
export { readMultipart } from './read.js';
