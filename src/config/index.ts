export { nearest } from './nearest.js';
export { environment, unknownVariables, type VariableSource } from './environment.js';
export { GuardOptions, type GuardOptionsInput } from './guard-options.js';
