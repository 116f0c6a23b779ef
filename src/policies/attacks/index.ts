export { AttacksCheck, type OnUnread } from './attacks.check.js';
export { DetectionOptions } from './options.js';
