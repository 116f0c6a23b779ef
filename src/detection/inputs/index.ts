export { readBytes, readParsed } from './body.js';
export { readHead } from './head.js';
