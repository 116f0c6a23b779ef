export { Clients } from './clients.js';
export { Door, type Ending } from './door.js';
export { excludedPaths } from './excluded-paths.js';
export { ExpressPlatform } from './express.js';
export { FastifyPlatform } from './fastify.js';
export { type Platform } from './platform.js';
export { STATUS_PATH, StatusPage } from './status-page.js';
