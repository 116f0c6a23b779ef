export { readBytes, readParsed } from './body.js';
export { isForeign, readHead } from './head.js';
