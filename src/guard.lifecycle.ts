import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { type HttpAdapterHost } from '@nestjs/core';
import { type Composition } from './composition.js';

/** The longest wait for the first rules before the port opens, in milliseconds. */
const FIRST_RULES = 2000;

/** Starts and stops what the composition made, in step with the application. The agent has hooks of its own. */
@Injectable()
export class GuardLifecycle
  implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  constructor(
    private readonly composition: Composition,
    private readonly host: HttpAdapterHost,
  ) {}

  /** The routes are registered by now, and the port is not open: the time to put the door in front. */
  async onModuleInit(): Promise<void> {
    const { countries, stores, install } = this.composition;
    await countries.open();
    await stores.start();
    install(this.host);
  }

  async onApplicationBootstrap(): Promise<void> {
    const { agent, options } = this.composition;
    if (options.agent && options.dynamicRules.enabled) {
      await agent.firstRules(Math.min(FIRST_RULES, options.agent.timeout * 1000));
    }
  }

  beforeApplicationShutdown(): void {
    this.composition.rules.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    const { agent, stores } = this.composition;
    await agent.onApplicationShutdown(); // Nest runs our hooks side by side, and the agent may keep in Redis what is left
    await stores.close();
  }
}
