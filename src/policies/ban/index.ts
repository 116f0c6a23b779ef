export { BanCheck } from './ban.check.js';
export { Offences } from './offences.js';
export { BanOptions, type CategoryBan } from './options.js';
