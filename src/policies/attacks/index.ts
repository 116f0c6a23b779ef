export { AttacksCheck, type OnFinding, type OnUnread } from './attacks.check.js';
export { Detection, type RouteDetection } from './decorators.js';
export {
  type DetectionException,
  type DetectionFields,
  type DetectionMode,
  type DetectionPlace,
} from './exceptions.js';
export { DetectionOptions } from './options.js';
export { type DetectionLine, type DetectionReport, Findings } from './report.js';
export { settingsOf } from './settings.js';
export { decoratorFor, exceptionFor } from './suggestion.js';
