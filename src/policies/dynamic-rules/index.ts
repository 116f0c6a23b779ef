export { DynamicRulesOptions } from './options.js';
export { RuleBook, type RuleBookDependencies, type RuleBookState } from './rule-book.js';
export { readRules, type ReadRules } from './wire.js';
