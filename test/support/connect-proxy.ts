import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type Duplex } from 'node:stream';

/** A proxy on loopback that opens tunnels, or answers as it is told, and keeps what it was asked. */
export class ConnectProxy {
  /** The targets that were asked for. */
  readonly targets: string[] = [];
  /** The credentials that came along. */
  readonly credentials: (string | undefined)[] = [];
  /** Answers in place of a tunnel. */
  instead: ((socket: Duplex) => void) | undefined;
  private readonly sockets = new Set<Duplex>();

  private constructor(
    private readonly server: Server,
    private readonly protocol: 'http' | 'https',
  ) {}

  static async start(tls?: { key: string; cert: string }): Promise<ConnectProxy> {
    const server = tls ? createTlsServer(tls) : createServer();
    const proxy = new ConnectProxy(server, tls ? 'https' : 'http');
    server.on('connect', (request: IncomingMessage, socket: Duplex) => proxy.take(request, socket));
    server.on('connection', (socket: Socket) => proxy.keep(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  url(credentials = ''): string {
    return `${this.protocol}://${credentials && `${credentials}@`}${this.host}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take({ url = '', headers }: IncomingMessage, socket: Duplex): void {
    this.targets.push(url);
    this.credentials.push(headers['proxy-authorization']);
    socket.on('error', () => undefined);
    if (this.instead) return this.instead(socket);
    const at = url.lastIndexOf(':');
    const onward = connect(Number(url.slice(at + 1)), url.slice(0, at).replace(/^\[|\]$/g, ''));
    this.keep(onward);
    onward.on('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  }

  private keep(socket: Duplex): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
  }
}
