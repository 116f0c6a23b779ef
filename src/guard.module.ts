import {
  type DynamicModule,
  Inject,
  type InjectionToken,
  Module,
  type ModuleMetadata,
  Optional,
  type OptionalFactoryDependency,
  type Provider,
  type Type,
} from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { APP_GUARD, APP_INTERCEPTOR, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { GuardAgent } from './agent/index.js';
import { compose, type Composition } from './composition.js';
import { GuardOptions, type GuardOptionsInput, unknownVariables } from './config/index.js';
import { GuardLifecycle } from './guard.lifecycle.js';
import { GuardError } from './kernel/index.js';
import { GuardService } from './nest/guard.service.js';
import { nestLog } from './nest/nest-log.js';
import { SecurityGuard } from './nest/security.guard.js';
import { TelemetryInterceptor } from './nest/telemetry.interceptor.js';

const INPUT = Symbol.for('nestjs-guard:input');
const COMPOSITION = Symbol.for('nestjs-guard:composition');
const MARK = Symbol.for('nestjs-guard:module');

/** Gives the options, where a class does: for `useClass` and `useExisting`. */
export interface GuardOptionsFactory {
  createGuardOptions(): GuardOptionsInput | Promise<GuardOptionsInput>;
}

export interface GuardModuleStaticOptions {
  /** Whether the exported providers can be injected everywhere; true where absent. */
  isGlobal?: boolean;
}

/** Exactly one of `useFactory`, `useClass` and `useExisting`, or none: then the environment, through `ConfigService`. */
export interface GuardModuleAsyncOptions extends GuardModuleStaticOptions, Pick<ModuleMetadata, 'imports'> {
  inject?: (InjectionToken | OptionalFactoryDependency)[];
  // The arguments are whatever `inject` names.
  useFactory?: (...args: never[]) => GuardOptionsInput | Promise<GuardOptionsInput>;
  useClass?: Type<GuardOptionsFactory>;
  useExisting?: Type<GuardOptionsFactory>;
}

/**
 * Protects the application that imports it: one import, in the root module. The guard and the interceptor are bound
 * globally, the door in front of the HTTP server, and the agent follows the application's lifecycle.
 */
@Module({})
export class GuardModule {
  static readonly [MARK] = true;

  constructor(modules: ModulesContainer, @Optional() @Inject(COMPOSITION) composition?: Composition) {
    if (!composition) {
      throw new GuardError(
        'GUARD_DUPLICATE_MODULE',
        'Import GuardModule.forRoot(…) or GuardModule.forRootAsync(), not GuardModule',
      );
    }
    refuseSecond(modules);
  }

  /**
   * Options that are written in code.
   *
   * @throws GuardConfigurationError that lists every problem, while the application starts.
   */
  static forRoot(options: GuardOptionsInput & GuardModuleStaticOptions = {}): DynamicModule {
    const { isGlobal, ...input } = options;
    return define({ isGlobal }, [{ provide: INPUT, useValue: input }]);
  }

  /**
   * Options from a factory or a class, or, without arguments, from the environment through `ConfigService`.
   *
   * @throws GuardConfigurationError that lists every problem, while the application starts.
   */
  static forRootAsync(options: GuardModuleAsyncOptions = {}): DynamicModule {
    const { useFactory, useClass, useExisting } = options;
    const ways = [useFactory, useClass, useExisting].filter((way) => way !== undefined);
    if (ways.length > 1) {
      throw new GuardError('GUARD_CONFIGURATION', 'forRootAsync takes one of useFactory, useClass and useExisting');
    }
    if (useFactory) return define(options, [{ provide: INPUT, useFactory, inject: options.inject ?? [] }]);
    const source = useClass ?? useExisting;
    if (source) {
      const input: Provider = {
        provide: INPUT,
        useFactory: (factory: GuardOptionsFactory) => factory.createGuardOptions(),
        inject: [source],
      };
      return define(options, useClass ? [input, { provide: useClass, useClass }] : [input]);
    }
    const imports = [...(options.imports ?? []), ConfigModule];
    return define({ ...options, imports }, [{ provide: INPUT, useFactory: fromEnvironment, inject: [ConfigService] }]);
  }
}

function fromEnvironment(config: ConfigService): GuardOptions {
  const log = nestLog();
  for (const warning of unknownVariables(GuardOptions)) log.warn(warning);
  return GuardOptions.fromEnv({ get: (name) => config.get<unknown>(name) });
}

function define({ isGlobal = true, imports }: GuardModuleAsyncOptions, input: Provider[]): DynamicModule {
  return {
    module: GuardModule,
    global: isGlobal,
    imports: imports ?? [],
    providers: [
      ...input,
      {
        provide: GuardOptions,
        useFactory: (options: GuardOptionsInput) => GuardOptions.from(options),
        inject: [INPUT],
      },
      {
        provide: COMPOSITION,
        useFactory: (options: GuardOptions, modules: ModulesContainer) => compose(options, modules, nestLog()),
        inject: [GuardOptions, ModulesContainer],
      },
      { provide: GuardAgent, useFactory: ({ agent }: Composition) => agent, inject: [COMPOSITION] },
      { provide: GuardService, useFactory: ({ service }: Composition) => service, inject: [COMPOSITION] },
      {
        provide: GuardLifecycle,
        useFactory: (composition: Composition, host: HttpAdapterHost) => new GuardLifecycle(composition, host),
        inject: [COMPOSITION, HttpAdapterHost],
      },
      {
        provide: SecurityGuard,
        useFactory: ({ door, routes, platform }: Composition) => new SecurityGuard(door, routes, platform),
        inject: [COMPOSITION],
      },
      {
        provide: TelemetryInterceptor,
        useFactory: ({ door }: Composition) => new TelemetryInterceptor(door),
        inject: [COMPOSITION],
      },
      { provide: APP_GUARD, useExisting: SecurityGuard },
      {
        // Nest skips a static factory that gives nothing: without telemetry no route pays for an interceptor.
        provide: APP_INTERCEPTOR,
        useFactory: (options: GuardOptions, interceptor: TelemetryInterceptor) =>
          options.agent?.metrics ? interceptor : undefined,
        inject: [GuardOptions, TelemetryInterceptor],
      },
    ],
    exports: [GuardOptions, GuardAgent, GuardService, SecurityGuard, TelemetryInterceptor],
  };
}

/** Two guards would count every request twice and send two streams of telemetry. */
function refuseSecond(modules: ModulesContainer): void {
  const all = [...modules.values()];
  const count = all.filter(({ metatype }) => MARK in metatype).length;
  if (count < 2) return;
  // A global module is in everybody's imports: who wrote it there is told by the decorator.
  const names = all.filter(({ metatype }) => importsGuard(metatype)).map(({ name }) => name);
  throw new GuardError(
    'GUARD_DUPLICATE_MODULE',
    `GuardModule is imported ${count} times, by ${names.join(' and ') || 'dynamic modules'}. ` +
      'Import it once, in the root module.',
  );
}

function importsGuard(importer: object): boolean {
  const imports = (Reflect.getMetadata('imports', importer) ?? []) as ({ module?: object } | undefined)[];
  return imports.some((entry) => entry?.module !== undefined && MARK in entry.module);
}
