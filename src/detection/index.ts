export { DETECTION_CATEGORIES, type DetectionCategory, OPTIONAL_CATEGORIES } from './categories.js';
export { createDetectionEngine } from './engine.js';
export { DEFAULT_DETECTION_SETTINGS } from './settings.js';
export {
  type DetectionEngine,
  type DetectionSettings,
  type DetectionTrace,
  type FieldException,
  type Finding,
  type GraphqlLimits,
  type Inspection,
  type MatchFate,
  MAX_NAME,
  type Place,
  type RawBody,
  type RequestHead,
  PLACES,
  type UnreadReason,
} from './types.js';
