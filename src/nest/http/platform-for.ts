import { ExpressPlatform } from './express.js';
import { FastifyPlatform } from './fastify.js';
import { type Platform, type PlatformDependencies } from './platform.js';

/**
 * The platform of an application's HTTP adapter.
 *
 * @throws Error for an adapter that is neither Express nor Fastify.
 */
export function platformFor(deps: PlatformDependencies): Platform {
  const type = deps.adapter.getType();
  if (type === 'express') return new ExpressPlatform(deps);
  if (type === 'fastify') return new FastifyPlatform(deps);
  throw new Error(`nestjs-guard runs on Express and Fastify, not on ${type}`);
}
