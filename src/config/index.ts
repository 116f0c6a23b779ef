export { nearest } from './nearest.js';
export { unknownVariables, type VariableSource } from './environment.js';
export { GuardOptions, type GuardOptionsInput } from './guard-options.js';
