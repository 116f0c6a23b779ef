import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type AbstractHttpAdapter } from '@nestjs/core';
import { type Exchange } from '../../kernel/index.js';
import { type Routes } from '../routes.js';
import { type Door } from './door.js';
import { type StatusPage } from './status-page.js';

/** What differs between Express and Fastify. */
export interface Platform {
  /** Puts the door in front; called once, when the application is initialised. */
  install(): void;
  /** Sets a header of the answer. */
  setHeader(exchange: Exchange, name: string, value: string): void;
  /** The pattern of the route that served a request, if one did. */
  patternOf(request: IncomingMessage): string | undefined;
}

export interface PlatformDependencies {
  readonly adapter: AbstractHttpAdapter;
  readonly door: Door;
  readonly routes: Routes;
  readonly statusPage: StatusPage;
  /** True where requests are measured by route pattern. */
  readonly measured: boolean;
  /** Called once where the framework takes the client's address from a header: it may then differ from ours. */
  readonly onFrameworkTrust: () => void;
}

type Hook = (request: unknown, response: unknown, next: (error?: unknown) => void) => unknown;

/** The adapter's one slot for a request hook: set by anybody, typed by nobody. */
interface HookSlot {
  onRequestHook?: Hook;
  setOnRequestHook?: (hook: Hook) => void;
}

/**
 * Puts `hook` before whatever is in the adapter's slot for request hooks, and keeps it there: who sets the slot later
 * comes after it and does not take it away.
 */
export function chainRequestHook(adapter: AbstractHttpAdapter, hook: Hook): void {
  const slot = adapter as unknown as HookSlot;
  if (typeof slot.setOnRequestHook !== 'function') {
    throw new Error('nestjs-guard needs an HTTP adapter with setOnRequestHook: Nest 11.1.4 or later');
  }
  let next: Hook | undefined = slot.onRequestHook;
  slot.setOnRequestHook(function (this: unknown, request, response, done) {
    return hook.call(this, request, response, (error?: unknown) => {
      if (error !== undefined || !next) return done(error);
      next.call(this, request, response, done);
    });
  });
  slot.setOnRequestHook = (later) => {
    next = later;
  };
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** The part of an HTTP server that is needed here. */
interface RequestEmitter {
  listeners(event: 'request'): unknown[];
  removeAllListeners(event: 'request'): unknown;
  on(event: 'request', listener: Listener): unknown;
}

/** Sees a request before the framework; hands it on with `proceed`, or answers by itself. */
export type Front = (request: IncomingMessage, response: ServerResponse, proceed: () => void) => void;

/**
 * Puts `front` before every listener that the HTTP server has for requests. It sees what the framework's router
 * refuses before any hook of its own, such as a malformed path on Fastify.
 */
export function putInFront(server: unknown, front: Front): void {
  const emitter = server as RequestEmitter;
  const listeners = emitter.listeners('request') as Listener[];
  emitter.removeAllListeners('request');
  emitter.on('request', function (this: unknown, request, response) {
    front(request, response, () => {
      for (const listener of listeners) listener.call(this, request, response);
    });
  });
}
