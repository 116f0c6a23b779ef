import { type IncomingMessage } from 'node:http';
import { type Socket } from 'node:net';
import { type Client, type Log } from '../../kernel/index.js';
import {
  type Address,
  addressSetOf,
  bucketOf,
  type ClientAddress,
  ClientAddressResolver,
  parseAddress,
} from '../../net/index.js';

export interface Identity {
  readonly client: Client;
  readonly address: Address | undefined;
  /** False for a trusted proxy, and for a private peer that speaks for others without being trusted. */
  readonly bannable: boolean;
}

export interface ClientsSettings {
  readonly trusted: readonly string[];
  readonly depth: number;
  /** The forwarding header's name. */
  readonly header: string;
  readonly ipv6Prefix: number;
}

/** Networks that never appear on the public internet: a peer from one that forwards is a proxy, not a client. */
const PRIVATE = addressSetOf([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '100.64.0.0/10',
  '::1',
  'fc00::/7',
  'fe80::/10',
]);

/**
 * Tells who the client of a request is. The framework's own setting (`trust proxy`, `trustProxy`) is not asked: it
 * can believe what a client typed.
 */
export class Clients {
  private readonly header: string;
  private readonly resolver: ClientAddressResolver;
  private readonly trusted;
  /** The identity of a peer that speaks for itself, kept with its connection. */
  private readonly peers = new WeakMap<Socket, Identity>();
  private warned = false;

  constructor(
    private readonly settings: ClientsSettings,
    private readonly log: Log,
  ) {
    this.header = settings.header.toLowerCase();
    this.trusted = addressSetOf(settings.trusted.filter((entry) => entry !== 'unix'));
    this.resolver = new ClientAddressResolver({
      trusted: this.trusted,
      trustUnix: settings.trusted.includes('unix'),
      depth: settings.depth,
    });
  }

  identify(request: IncomingMessage): Identity {
    const { socket } = request;
    const value = request.headers[this.header];
    if (value === undefined) {
      let identity = this.peers.get(socket);
      if (!identity) {
        identity = this.resolve(socket, undefined);
        this.peers.set(socket, identity);
      }
      return identity;
    }
    return this.resolve(socket, Array.isArray(value) ? value.join(',') : value);
  }

  private resolve(socket: Socket, header: string | undefined): Identity {
    const peer = parseAddress(socket.remoteAddress ?? '');
    const found = this.resolver.resolve(peer, header);
    const { address } = found;
    const spokenFor = found.ignoredHeader && peer !== undefined && PRIVATE.has(peer);
    if (spokenFor) this.warn(peer);
    return {
      address,
      bannable: address !== undefined && !spokenFor && !this.trusted.has(address),
      client: {
        text: address?.text ?? '',
        bucket: address ? bucketOf(address, this.settings.ipv6Prefix) : 'unknown',
        source: this.sourceOf(found),
      },
    };
  }

  private sourceOf({ source, hop }: ClientAddress): string {
    return source === 'header' ? `${this.header}:${hop}` : source;
  }

  private warn(peer: Address): void {
    if (this.warned) return;
    this.warned = true;
    this.log.warn(
      `The private peer ${peer.text} sends ${this.header}, which is not believed: all its clients count as one. ` +
        `If it is a proxy of yours, set GUARD_TRUSTED_PROXIES=${peer.text} (option proxy.trusted). ` +
        'Automatic bans leave such a peer alone.',
    );
  }
}
