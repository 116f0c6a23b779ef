import { Exchange } from '../../src/kernel/index.js';
import { bucketOf, parseAddress } from '../../src/net/index.js';

let made = 0;

/** An exchange as the door would make it. */
export function exchangeOf(
  {
    method = 'GET',
    target = '/',
    headers = {},
    from = '203.0.113.9',
  }: {
    method?: string;
    target?: string;
    headers?: Record<string, string>;
    from?: string;
  } = {},
  startedAt = 0,
): Exchange {
  const address = parseAddress(from);
  const client = { text: address?.text ?? '', bucket: address ? bucketOf(address) : 'unknown', source: 'peer' };
  return new Exchange(method, target, headers, client, address, address !== undefined, startedAt, () => `id-${++made}`);
}
