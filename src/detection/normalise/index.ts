export { decodeBase64 } from './base64.js';
export { decodeEntities } from './entities.js';
export { decodePercent } from './percent.js';
export { decodedViews, DECODING_TRIGGERS, decodingSteps, type View } from './views.js';
