export { putBody } from './parsed-body.js';
export { complete, compose } from './raw.js';
export { receive, type Received } from './received.js';
