export { REDACTED, SENSITIVE_HEADERS, SENSITIVE_PARAMS, SensitiveNames, TRUNCATED } from './names.js';
export { redactQuery } from './query.js';
export { Redaction, type RedactionOptions } from './redaction.js';
