export { bucketOf, parseAddress } from './address.js';
export { AddressSet } from './address-set.js';
export { type ClientAddress, ClientAddressResolver } from './client-address.js';
export { parseNetwork } from './network.js';
export { type Address, type Network } from './types.js';
