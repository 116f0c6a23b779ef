export { Automaton, NON_ASCII } from './automaton.js';
