export {
  type DetectionEngine,
  type DetectionSettings,
  type Finding,
  type Inspection,
  type Place,
  type RawBody,
  type RequestHead,
  type UnreadReason,
} from './types.js';
