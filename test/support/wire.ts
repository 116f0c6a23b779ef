import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Transform, type TransformCallback } from 'node:stream';

/** The network between a client and a server, as a proxy on loopback that a test can make fail. */
export class Wire {
  private readonly pairs = new Set<readonly [near: Socket, far: Socket]>();
  private readonly server = createServer((near) => this.take(near));
  private broken = false;
  /** Milliseconds that each way takes longer. */
  delay = 0;

  private constructor(private target: number) {}

  static async start(target: number): Promise<Wire> {
    const wire = new Wire(target);
    wire.server.listen(0, '127.0.0.1');
    await once(wire.server, 'listening');
    return wire;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Connections that were opened and not closed. */
  get open(): number {
    return this.pairs.size;
  }

  /** From now on nothing arrives any longer, either way, and nobody is told: as behind a firewall that forgot. */
  swallow(): void {
    this.broken = true;
    for (const [near, far] of this.pairs) drain(near, far);
  }

  /** New connections work again; those that lost something never do, as on any network. */
  restore(): void {
    this.broken = false;
  }

  /** New connections lead elsewhere, as after a change of a DNS entry; those that are open stay. */
  lead(target: number): void {
    this.target = target;
  }

  /** Breaks every connection. */
  cut(): void {
    for (const [near, far] of this.pairs) for (const socket of [near, far]) socket.destroy();
  }

  async stop(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private slow(): Transform {
    const transform = (part: Buffer, _encoding: string, done: TransformCallback): void => {
      if (this.delay === 0) done(null, part);
      else setTimeout(() => done(null, part), this.delay);
    };
    return new Transform({ transform });
  }

  private take(near: Socket): void {
    const far = connect(this.target, '127.0.0.1');
    const pair = [near, far] as const;
    this.pairs.add(pair);
    for (const [socket, other] of [pair, [far, near] as const]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.pairs.delete(pair);
        other.destroy();
      });
    }
    if (this.broken) drain(near, far);
    else near.pipe(this.slow()).pipe(far).pipe(this.slow()).pipe(near);
  }
}

function drain(near: Socket, far: Socket): void {
  for (const socket of [near, far]) socket.unpipe().resume();
}
