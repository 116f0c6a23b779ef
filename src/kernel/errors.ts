/** Every error that the package throws on purpose, told apart by `code`. */
export type GuardErrorCode =
  'GUARD_CONFIGURATION' | 'GUARD_DUPLICATE_MODULE' | 'GUARD_DECORATOR' | 'GUARD_ARGUMENT' | 'GUARD_STORE_UNAVAILABLE';

export class GuardError extends Error {
  constructor(
    readonly code: GuardErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** One thing that is wrong with the configuration. Never contains the value, which may be a secret. */
export interface ConfigurationProblem {
  /** The option's path, such as `rateLimit.window`. */
  path: string;
  /** The environment variables that set this option, if any. */
  variables: readonly string[];
  message: string;
}

/** The configuration is unusable: the application does not start. Lists every problem at once. */
export class GuardConfigurationError extends GuardError {
  constructor(readonly problems: readonly ConfigurationProblem[]) {
    super('GUARD_CONFIGURATION', GuardConfigurationError.describe(problems));
  }

  private static describe(problems: readonly ConfigurationProblem[]): string {
    const lines = problems.map(({ path, variables, message }) => {
      const where = variables.length > 0 ? `${path} (${variables.join(', ')})` : path;
      return `  - ${where}: ${message}`;
    });
    return `The configuration of nestjs-guard has ${problems.length} problem(s):\n${lines.join('\n')}`;
  }
}

/** A decorator was given arguments that cannot work. Thrown where the decorator is written, so at start. */
export class GuardDecoratorError extends GuardError {
  constructor(decorator: string, message: string) {
    super('GUARD_DECORATOR', `@${decorator}: ${message}`);
  }
}

/** A store cannot be reached and the configuration says to refuse (`redis.onFailure: 'closed'`). */
export class StoreUnavailableError extends GuardError {
  constructor(store: string, cause?: unknown) {
    super('GUARD_STORE_UNAVAILABLE', `The ${store} store is unavailable`, { cause });
  }
}
