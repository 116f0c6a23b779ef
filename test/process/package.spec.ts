import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = process.cwd();
const MINUTES = 60_000;

/** The versions that an application may have; the first is the oldest that is supported. */
const NESTS = {
  'Nest 11.1.4': { core: '11.1.4', config: '4.0.4' },
  'Nest 11': { core: '^11.1.4', config: '^4.0.0' },
  'Nest 12': { core: '^12.0.0', config: '^12.0.0' },
} as const;

/** Starts an application with one import of the packed module, asks it, and prints what came. */
const script = (form: 'import' | 'require', platform: 'express' | 'fastify'): string => {
  const load = (names: string, from: string): string =>
    form === 'import' ? `import { ${names} } from '${from}';` : `const { ${names} } = require('${from}');`;
  const adapter = platform === 'express' ? 'ExpressAdapter' : 'FastifyAdapter';
  return `
${form === 'import' ? "import 'reflect-metadata';" : "require('reflect-metadata');"}
${load('Controller, Get, Module', '@nestjs/common')}
${load('NestFactory', '@nestjs/core')}
${load(adapter, `@nestjs/platform-${platform}`)}
${load('GuardModule, GuardAgent, SkipGuard, RateLimit, VERSION', 'nestjs-guard')}
class HelloController { hello() { return 'hello'; } health() { return 'ok'; } few() { return 'few'; } }
const on = (name, ...decorators) => decorators.forEach((decorate) => decorate(HelloController.prototype, name, Object.getOwnPropertyDescriptor(HelloController.prototype, name)));
on('hello', Get('hello'));
on('health', Get('health'), SkipGuard());
on('few', Get('few/:id'), RateLimit({ limit: 1 }));
Controller()(HelloController);
class AppModule {}
Module({ imports: [GuardModule.forRootAsync()], controllers: [HelloController] })(AppModule);
async function main() {
  const app = await NestFactory.create(AppModule, new ${adapter}(), { logger: ['error'] });
  await app.listen(0, '127.0.0.1');
  const base = 'http://127.0.0.1:' + app.getHttpServer().address().port;
  const codes = [];
  const paths = ['/health', '/hello', '/few/1', '/few/2', '/hello', '/hello', "/hello?q=1'%20OR%20'1'='1'%20--%20"];
  for (const path of paths) codes.push((await fetch(base + path)).status);
  console.log(JSON.stringify({ codes, agent: app.get(GuardAgent).stats().state, version: VERSION }));
  await app.close();
}
main();
`;
};

/** Starts an application with these options, and prints the code and the problems of the error that it ends in. */
const failing = (options: string): string => `
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { GuardModule } from 'nestjs-guard';
class AppModule {}
Module({ imports: [GuardModule.forRoot(${options})] })(AppModule);
const app = await NestFactory.create(AppModule, new ExpressAdapter(), { logger: false, abortOnError: false });
try {
  await app.init();
  console.log('started');
} catch ({ code, problems }) {
  console.log(JSON.stringify({ code, problems }));
}
`;

describe('the packed package', () => {
  let folder: string;
  let tarball: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nestjs-guard-package-'));
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT });
    tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) as string);
  }, 2 * MINUTES);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe.each(Object.entries(NESTS))('in an empty application on %s', (name, { core, config }) => {
    const app = (): string => join(folder, name.replaceAll(/[^a-z0-9]/gi, '-'));

    beforeAll(async () => {
      mkdirSync(app());
      const nest = Object.fromEntries(
        ['common', 'core', 'platform-express', 'platform-fastify'].map((part) => [`@nestjs/${part}`, core]),
      );
      const dependencies = {
        ...nest,
        '@nestjs/config': config,
        'reflect-metadata': '^0.2',
        rxjs: '^7.8',
        'nestjs-guard': `file:${tarball}`,
      };
      writeFileSync(join(app(), 'package.json'), JSON.stringify({ name: 'app', private: true, dependencies }));
      await run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: app() });
    }, 5 * MINUTES);

    it('has a program that explains a verdict', async () => {
      const explain = (q: string): Promise<{ stdout: string }> =>
        run('npx', ['--no-install', 'nestjs-guard', 'explain', `GET /a?q=${q}`, '--json'], {
          cwd: app(),
          timeout: MINUTES,
        });
      const passed = JSON.parse((await explain('shoes')).stdout) as object;
      expect(passed).toMatchObject({ decision: { action: 'passed' } });
      const blocked = await explain("1' OR '1'='1' -- ").catch((error: unknown) => error);
      expect(blocked).toMatchObject({ code: 1, stdout: expect.stringContaining('"category": "sqli"') });
    });

    it.each([
      ['import', 'express'],
      ['import', 'fastify'],
      ['require', 'express'],
      ['require', 'fastify'],
    ] as const)(
      'works with %s on %s, without ioredis',
      async (form, platform) => {
        const file = `${form}-${platform}.${form === 'import' ? 'mjs' : 'cjs'}`;
        writeFileSync(join(app(), file), script(form, platform));
        const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(GUARD_|NODE_)/.test(key)));
        const { stdout } = await run(process.execPath, [file], {
          cwd: app(),
          env: { ...env, GUARD_RATE_LIMIT: '3' },
          timeout: MINUTES,
        });
        expect(JSON.parse(stdout)).toEqual({
          codes: [200, 200, 200, 429, 200, 200, 429],
          agent: 'off',
          version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        });
      },
      MINUTES,
    );

    it.each([
      ['ioredis', 'redis.url', `{ redis: { url: 'redis://127.0.0.1:6379' } }`],
      ['mmdb-lib', 'country.database', `{ country: { database: '/countries.mmdb' } }`],
    ])(
      'does not start without %s where an option needs it, and says how to get it',
      async (peer, path, options) => {
        const file = `without-${peer}.mjs`;
        writeFileSync(join(app(), file), failing(options));
        const { stdout } = await run(process.execPath, [file], { cwd: app(), timeout: MINUTES });
        expect(JSON.parse(stdout)).toMatchObject({
          code: 'GUARD_CONFIGURATION',
          problems: [{ path, message: expect.stringContaining(`npm install ${peer}`) as string }],
        });
      },
      MINUTES,
    );
  });
});
