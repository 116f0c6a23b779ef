import { type Type } from '@nestjs/common';
import { MetadataScanner, type ModulesContainer } from '@nestjs/core';
import { type Check, type RouteMetadata } from '../kernel/index.js';
import { planRoute, type RoutePlan } from '../pipeline/index.js';

/** A controller's method. Nest hands it out as a plain function. */
export type Handler = (...args: never[]) => unknown;

/** A route as the application wrote it. The same handler may serve several classes, by inheritance. */
interface RouteSource {
  readonly handler: Handler;
  readonly types: readonly Type[];
}

const PREFIX = 'nestjs-guard:';
const SOURCE = Symbol.for('nestjs-guard:route');
/** Where Nest keeps a route's path, and where its Fastify adapter looks for `@RouteConfig`. */
const PATH = 'path';
const FASTIFY_CONFIG = '__fastify_route_config__';

/**
 * Knows what runs on which route. Nest copies a handler's metadata to the function that it registers with the
 * platform's router; the constructor leaves there where a route comes from, so that the door can tell a route's rules
 * before the handler is known. Runs before Nest registers routes.
 */
export class Routes {
  /** For requests that no route matches. */
  readonly base: RoutePlan;
  /** True where some route has rules of its own: otherwise the door need not look. */
  readonly decorated: boolean;
  private readonly plans = new WeakMap<Handler, Map<Type, RoutePlan>>();

  constructor(
    private readonly checks: readonly Check[],
    private readonly identify: boolean,
    modules: ModulesContainer,
  ) {
    this.base = planRoute(checks, undefined, identify);
    this.decorated = this.mark(modules);
  }

  /** True for a function that Nest registered for a controller's method. */
  static isController(registered: object): boolean {
    return Reflect.hasMetadata(PATH, registered);
  }

  planOf(type: Type, handler: Handler): RoutePlan {
    let byType = this.plans.get(handler);
    if (!byType) this.plans.set(handler, (byType = new Map<Type, RoutePlan>()));
    let plan = byType.get(type);
    if (!plan) byType.set(type, (plan = planRoute(this.checks, metadataOf(type, handler), this.identify)));
    return plan;
  }

  /** The plan of a function that Nest registered; undefined where it could be one of several. */
  planOfRegistered(registered: object): RoutePlan | undefined {
    return this.planOfSource(Reflect.getMetadata(SOURCE, registered) as RouteSource | undefined);
  }

  /** The plan of a Fastify route by its config; undefined where it could be one of several. */
  planOfConfig(config: object): RoutePlan | undefined {
    return this.planOfSource((config as { [SOURCE]?: RouteSource })[SOURCE]);
  }

  private planOfSource(source: RouteSource | undefined): RoutePlan | undefined {
    if (!source) return this.base;
    const plans = new Set(source.types.map((type) => this.planOf(type, source.handler)));
    return plans.size === 1 ? plans.values().next().value : undefined;
  }

  private mark(modules: ModulesContainer): boolean {
    const sources = new Map<Handler, Set<Type>>();
    for (const module of modules.values()) {
      for (const { metatype } of module.controllers.values()) {
        if (typeof metatype !== 'function') continue;
        for (const handler of handlersOf(metatype as Type)) {
          sources.set(handler, (sources.get(handler) ?? new Set<Type>()).add(metatype as Type));
        }
      }
    }
    let decorated = false;
    for (const [handler, types] of sources) {
      if (!isDecorated(handler) && ![...types].some(isDecorated)) continue;
      decorated = true;
      const source: RouteSource = { handler, types: [...types] };
      Reflect.defineMetadata(SOURCE, source, handler);
      const config = Reflect.getMetadata(FASTIFY_CONFIG, handler) as object | undefined;
      Reflect.defineMetadata(FASTIFY_CONFIG, { ...config, [SOURCE]: source }, handler);
      // Now and not at the first request: a rule that lacks what it needs stops the start.
      for (const type of types) this.planOf(type, handler);
    }
    return decorated;
  }
}

function handlersOf(type: Type): Handler[] {
  const prototype = type.prototype as Record<string, Handler>;
  return new MetadataScanner()
    .getAllMethodNames(prototype)
    .map((name) => prototype[name] as Handler)
    .filter((handler) => Reflect.hasMetadata(PATH, handler));
}

function isDecorated(target: object): boolean {
  return Reflect.getMetadataKeys(target).some((key) => typeof key === 'string' && key.startsWith(PREFIX));
}

function metadataOf(type: Type, handler: Handler): RouteMetadata {
  return {
    name: `${type.name}.${handler.name}`,
    read: <T>(key: string) => (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, type)) as T | undefined,
  };
}
