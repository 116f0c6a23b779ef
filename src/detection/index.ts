export { DETECTION_CATEGORIES, type DetectionCategory } from './categories.js';
export { createDetectionEngine } from './engine.js';
export { DEFAULT_DETECTION_SETTINGS } from './settings.js';
export {
  type DetectionEngine,
  type DetectionSettings,
  type FieldException,
  type Finding,
  type Inspection,
  type Place,
  type RawBody,
  type RequestHead,
  PLACES,
  type UnreadReason,
} from './types.js';
