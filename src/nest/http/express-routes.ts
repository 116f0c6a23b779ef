import { type Exchange } from '../../kernel/index.js';
import { type RoutePlan } from '../../pipeline/index.js';
import { Routes } from '../routes.js';

/** The parts of Express' router that are read. */
export interface ExpressRouter {
  readonly stack: readonly ExpressLayer[];
}

interface ExpressLayer {
  match(path: string): boolean;
  readonly route?: {
    readonly path: unknown;
    readonly methods: Readonly<Record<string, boolean | undefined>>;
    readonly stack: readonly { readonly handle: object }[];
  };
}

interface Entry {
  readonly layer: ExpressLayer;
  readonly route: NonNullable<ExpressLayer['route']>;
  /** Undefined: one of several, told apart later. */
  readonly plan: RoutePlan | undefined;
  /** The path, where it has no parameters. */
  readonly fixed: string | undefined;
}

interface Application {
  enabled(setting: string): boolean;
  readonly router?: ExpressRouter;
}

/** Express' signs for parameters, wildcards and groups. */
const PATTERN = /[:*{}()[\]?+!\\]/;

/**
 * Tells which route Express will choose, before it does: the first in order that matches path and method. Paths
 * without parameters are looked up; of the others only those are tried that could lead to rules of their own.
 */
export class ExpressRoutes {
  private readonly fixed = new Map<string, readonly Entry[]>();
  private readonly open: readonly Entry[];
  private readonly ruled: readonly Entry[];

  constructor(
    private readonly application: Application,
    private readonly routes: Routes,
  ) {
    const entries = (application.router?.stack ?? []).flatMap((layer) => this.entryOf(layer));
    this.open = entries.filter(({ fixed }) => fixed === undefined);
    this.ruled = this.open.filter(({ plan }) => plan !== routes.base);
    for (const { fixed } of entries) {
      if (fixed === undefined || this.fixed.has(fixed)) continue;
      this.fixed.set(
        fixed,
        entries.filter((entry) => entry.fixed === fixed || (entry.fixed === undefined && matches(entry, fixed))),
      );
    }
  }

  /** The plan for a request; the base plan where no route will match, undefined where it could be one of several. */
  planOf({ method, rawPath }: Exchange): RoutePlan | undefined {
    const candidates = this.fixed.get(this.keyOf(rawPath));
    if (candidates) return this.first(candidates, method, rawPath);
    if (!this.ruled.some((entry) => serves(entry, method) && matches(entry, rawPath))) return this.routes.base;
    return this.first(
      this.open.filter((entry) => matches(entry, rawPath)),
      method,
      rawPath,
    );
  }

  private first(entries: readonly Entry[], method: string, path: string): RoutePlan | undefined {
    const serving = entries.filter(
      (entry) => serves(entry, method) && (entry.fixed !== undefined || matches(entry, path)),
    );
    const [first] = serving;
    if (!first) return this.routes.base;
    // Versions of one path are layers of their own, each of which may pass the request on to the next.
    const same = serving.every((entry) => entry.route.path !== first.route.path || entry.plan === first.plan);
    return same ? first.plan : undefined;
  }

  private entryOf(layer: ExpressLayer): Entry[] {
    const { route } = layer;
    const handle = route?.stack[0]?.handle;
    // Middleware of Nest modules stands in the router as routes too; only controllers decide about rules.
    if (!route || !handle || !Routes.isController(handle)) return [];
    const { path } = route;
    const fixed = typeof path === 'string' && !PATTERN.test(path) ? this.keyOf(path) : undefined;
    return [{ layer, route, plan: this.routes.planOfRegistered(handle), fixed }];
  }

  /** A fixed path as Express compares it: without regard to case and a trailing slash, unless it was told otherwise. */
  private keyOf(path: string): string {
    const cased = this.application.enabled('case sensitive routing') ? path : path.toLowerCase();
    const strict = this.application.enabled('strict routing');
    return !strict && cased.length > 1 && cased.endsWith('/') ? cased.slice(0, -1) : cased;
  }
}

function serves({ route: { methods } }: Entry, method: string): boolean {
  const name = method.toLowerCase();
  return methods[name] === true || methods['_all'] === true || (name === 'head' && methods['get'] === true);
}

/** A path that cannot be decoded matches nothing; Express answers it with 400. */
function matches({ layer }: Entry, path: string): boolean {
  try {
    return layer.match(path);
  } catch (error) {
    if (error instanceof URIError || (error as { status?: number }).status === 400) return false;
    throw error;
  }
}
