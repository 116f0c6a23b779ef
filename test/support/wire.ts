import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Transform, type TransformCallback } from 'node:stream';

type Pair = readonly [near: Socket, far: Socket];

/** Characters of what was said on a connection that are remembered. */
const ENOUGH = 10_000;

/** The network between a client and a server, as a proxy on loopback that a test can make fail. */
export class Wire {
  private readonly pairs = new Map<Pair, string>();
  private readonly silent = new Set<Pair>();
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

  /** From now on nothing arrives any longer, either way, and nobody is told: as behind a firewall that forgot. */
  swallow(): void {
    this.broken = true;
    this.silence('');
  }

  /** The same for the connections alone on which this was said; gives how many they were. */
  silence(word: string): number {
    const silenced = [...this.pairs].filter(([, said]) => said.includes(word)).map(([pair]) => pair);
    for (const pair of silenced) {
      this.pairs.delete(pair);
      this.silent.add(pair);
      for (const socket of pair) socket.unpipe().resume();
    }
    return silenced.length;
  }

  /** How many connections that work have said this. */
  saying(word: string): number {
    return [...this.pairs.values()].filter((said) => said.includes(word)).length;
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
    for (const pair of [...this.pairs.keys(), ...this.silent]) for (const socket of pair) socket.destroy();
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
    if (this.broken) this.silent.add(pair);
    else this.pairs.set(pair, '');
    for (const [socket, other] of [pair, [far, near] as const]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.pairs.delete(pair);
        this.silent.delete(pair);
        other.destroy();
      });
    }
    if (this.broken) {
      for (const socket of pair) socket.resume();
      return;
    }
    const listen = (part: Buffer): void => {
      const said = (this.pairs.get(pair) ?? '') + part.toString('latin1');
      if (said.length > ENOUGH) near.off('data', listen);
      else if (this.pairs.has(pair)) this.pairs.set(pair, said);
    };
    near.on('data', listen);
    near.pipe(this.slow()).pipe(far).pipe(this.slow()).pipe(near);
  }
}
