import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cruise, type ICruiseOptions } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import * as barrel from '../../src/index.js';
import { GuardOptions } from '../../src/config/index.js';
import { CHECK_NAMES, optionsOf, type OptionsClass, variablesOf } from '../../src/kernel/index.js';
import { ORDER } from '../../src/pipeline/index.js';
import { VERSION } from '../../src/version.js';

const ROOT = process.cwd();

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    return statSync(join(ROOT, path)).isDirectory() ? filesIn(path) : [path];
  });
}
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const SOURCES = filesIn('src').filter((path) => path.endsWith('.ts'));

describe('the floors', () => {
  it('import downwards only, without circles, and through the index of a room', async () => {
    const { default: rules } = (await import(join(ROOT, '.dependency-cruiser.cjs'))) as { default: Rules };
    const result = await cruise(
      ['src'],
      { ruleSet: rules as never, ...(rules.options as ICruiseOptions), validate: true },
      undefined,
      { tsConfig: extractTSConfig(join(ROOT, 'tsconfig.json')) },
    );
    const { summary } = result.output as {
      summary: { violations: { rule: { name: string }; from: string; to: string }[]; totalCruised: number };
    };
    expect(summary.totalCruised).toBeGreaterThan(SOURCES.length / 2);
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  });
});
interface Rules {
  options: object;
}

describe('the files', () => {
  it('are no longer than 300 lines, but for data', () => {
    const long = SOURCES.filter((path) => !path.includes('/data/') && read(path).split('\n').length > 301);
    expect(long).toEqual([]);
  });

  it('lie in folders whose names say what is in them', () => {
    const folders = new Set(SOURCES.flatMap((path) => path.split('/').slice(1, -1)));
    for (const name of ['utils', 'helpers', 'common', 'models', 'core', 'handlers'])
      expect(folders).not.toContain(name);
  });

  it('have tests that mirror the rooms', () => {
    for (const room of ['kernel', 'net', 'config', 'stores', 'detection', 'agent', 'cli']) {
      expect(existsSync(join(ROOT, 'test/unit', room))).toBe(true);
    }
  });
});

describe('the checks', () => {
  it('stand in the order exactly once each', () => {
    expect([...ORDER].sort()).toEqual([...CHECK_NAMES].sort());
    expect(new Set(ORDER).size).toBe(ORDER.length);
  });
});

describe('the options', () => {
  const all = (type: OptionsClass, path: string[] = []): { path: string[]; key: string; env: readonly string[] }[] =>
    optionsOf(type).flatMap((option) =>
      option.group ? all(option.group(), [...path, option.key]) : [{ path, key: option.key, env: variablesOf(option) }],
    );
  const code = SOURCES.filter((path) => !/options\.ts$/.test(path))
    .map(read)
    .join('\n');

  it.each(all(GuardOptions).map((option) => [[...option.path, option.key].join('.'), option.key] as const))(
    '%s is read by somebody',
    (_path, key) => {
      expect(code).toMatch(new RegExp(`\\b${key}\\b`));
    },
  );

  it('have variables of their own: none is read by two options', () => {
    const names = all(GuardOptions).flatMap(({ env }) => env);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^(GUARD_[A-Z0-9_]+|REDIS_URL)$/);
  });

  it('all stand in the table of the README, with their variables', () => {
    const readme = read('README.md');
    for (const { path, key, env } of all(GuardOptions)) {
      expect(readme).toContain(`\`${[...path, key].join('.')}\``);
      for (const name of env) expect(readme).toContain(name);
    }
  });
});

describe('the decorators', () => {
  it('leave keys that a check or the plan reads', () => {
    const keys = SOURCES.flatMap((path) => [...read(path).matchAll(/export const ([A-Z_]+) = 'nestjs-guard:/g)]).map(
      (match) => match[1] as string,
    );
    expect(keys.length).toBeGreaterThanOrEqual(4);
    const code = SOURCES.map(read).join('\n');
    for (const key of keys) expect(code).toMatch(new RegExp(`read<[^(]*>\\(${key}\\)`));
  });
});

describe('the package', () => {
  it('exports what is listed here and nothing else', () => {
    expect(Object.keys(barrel).sort()).toEqual([
      'AllowIps',
      'CHECK_NAMES',
      'DenyIps',
      'Detection',
      'EVENT_TYPES',
      'GuardAgent',
      'GuardConfigurationError',
      'GuardDecoratorError',
      'GuardError',
      'GuardModule',
      'GuardOptions',
      'GuardService',
      'METRIC_TYPES',
      'RateLimit',
      'RateLimitByCountry',
      'SecurityGuard',
      'SkipGuard',
      'TelemetryInterceptor',
      'VERSION',
    ]);
  });

  it('knows its own version', () => {
    expect(VERSION).toBe((JSON.parse(read('package.json')) as { version: string }).version);
  });

  it('has a program whose file is built and shipped', () => {
    const { bin, files } = JSON.parse(read('package.json')) as { bin: Record<string, string>; files: string[] };
    expect(Object.keys(bin)).toEqual(['nestjs-guard']);
    for (const path of Object.values(bin)) {
      const source = path.replace(/^dist\/esm\//, 'src/').replace(/\.js$/, '.ts');
      expect(read(source)).toMatch(/^#!\/usr\/bin\/env node\n/);
      expect(files.some((folder) => path.startsWith(`${folder}/`))).toBe(true);
    }
  });

  it('ships no tests, samples, benches or tools', () => {
    const { files } = JSON.parse(read('package.json')) as { files: string[] };
    for (const entry of files) expect(relative('.', entry)).toMatch(/^(dist\/(esm|cjs)|[A-Z]+\.md)$/);
  });
});
