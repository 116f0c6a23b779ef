export { Countries } from './countries.js';
export { CountryOptions, type CountryResolver } from './options.js';
