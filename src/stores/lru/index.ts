export { LruIndex } from './lru-index.js';
