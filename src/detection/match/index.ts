export { ALPHABET, Automaton, NON_ASCII } from './automaton.js';
export { Sieve, type Sifted } from './sieve.js';
