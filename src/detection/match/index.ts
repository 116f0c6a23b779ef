export { ALPHABET, Automaton, NON_ASCII } from './automaton.js';
