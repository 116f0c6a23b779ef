import { afterEach, beforeEach } from '@jest/globals';
import { build, type Built } from './build.js';
import { PlatformStub } from './platform-stub.js';

export interface Harness {
  platform: PlatformStub;
  /** Builds an agent for the platform of this test; it is shut down after the test. */
  make: (...args: Parameters<typeof build> extends [string, ...infer Rest] ? Rest : never) => Built;
}

/** A platform per test, and an end for every agent. */
export function harness(): Harness {
  const built: Built[] = [];
  const self: Harness = {
    platform: undefined as unknown as PlatformStub,
    make: (...args) => {
      const one = build(self.platform.url, ...args);
      built.push(one);
      return one;
    },
  };
  beforeEach(async () => {
    self.platform = await PlatformStub.start();
  });
  afterEach(async () => {
    self.platform.otherwise = (_call, response) => response.writeHead(201).end();
    self.platform.script.length = 0;
    for (const { agent } of built.splice(0)) await agent.onApplicationShutdown();
    await self.platform.stop();
  });
  return self;
}
