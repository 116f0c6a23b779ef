export { AddressSet, addressSetOf } from './address-set.js';
export { bucketOf, parseAddress } from './address.js';
export { type ClientAddress, ClientAddressResolver, type ClientAddressSettings } from './client-address.js';
export { parseNetwork } from './network.js';
export { type Address, type Network } from './types.js';
export { AreNetworks } from './validate.js';
