import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { type Duplex } from 'node:stream';
import { Tunnels } from './proxy.js';

/** Connections that are kept while nothing is sent. */
export const MAX_IDLE = 2;
/** Milliseconds after which no connection is used again, so that a new one asks the name server again. */
const RENEW_AFTER = 300_000;

const KEEP = { keepAlive: true, maxFreeSockets: MAX_IDLE };

type Done = (error: Error | null, connection?: Duplex) => void;

/** Certificates are verified whatever the process says. */
class DirectTls extends HttpsAgent {
  constructor(ca: string | undefined) {
    super({ ...KEEP, ca, rejectUnauthorized: true });
  }
}

class TunnelledPlain extends HttpAgent {
  constructor(private readonly tunnels: Tunnels) {
    super(KEEP);
  }

  override createConnection(_options: object, done: Done): undefined {
    this.tunnels.open(done);
  }
}

class TunnelledTls extends DirectTls {
  constructor(
    ca: string | undefined,
    private readonly tunnels: Tunnels,
  ) {
    super(ca);
  }

  override createConnection(options: object, done: Done): undefined {
    this.tunnels.open((error, socket) => {
      // Node speaks TLS over the tunnel, with the agent's own options and its cache of sessions.
      if (socket) done(null, super.createConnection({ ...options, socket } as object) as Duplex);
      else done(error);
    });
  }
}

/** The pool of connections to one host, direct or through a proxy. */
export class Connections {
  private pool: HttpAgent;
  private readonly tunnels: Tunnels | undefined;
  private readonly secure: boolean;
  private renewed: number;

  constructor(
    { protocol, hostname, port }: URL,
    private readonly ca: string | undefined,
    proxy: URL | undefined,
    private readonly now: () => number,
  ) {
    this.secure = protocol === 'https:';
    this.tunnels = proxy && new Tunnels(proxy, `${hostname}:${port || (this.secure ? 443 : 80)}`, ca);
    this.pool = this.make();
    this.renewed = now();
  }

  /** The agent for the next call. */
  get agent(): HttpAgent {
    if (this.now() - this.renewed >= RENEW_AFTER) this.renew();
    return this.pool;
  }

  close(): void {
    this.tunnels?.close();
    this.pool.destroy();
  }

  /** Idle connections end now, those in use after their call. */
  private renew(): void {
    this.renewed = this.now();
    this.pool.maxFreeSockets = 0;
    for (const idle of Object.values(this.pool.freeSockets)) for (const socket of idle ?? []) socket.destroy();
    this.pool = this.make();
  }

  private make(): HttpAgent {
    const { secure, ca, tunnels } = this;
    if (!tunnels) return secure ? new DirectTls(ca) : new HttpAgent(KEEP);
    return secure ? new TunnelledTls(ca, tunnels) : new TunnelledPlain(tunnels);
  }
}
