/** Reads an environment variable's text into an option's value. Throws an `Error` that says what is expected. */
export type EnvironmentParser = (text: string) => unknown;

export interface OptionSpec {
  /** One sentence for the options table. */
  readonly about: string;
  /** The environment variables that set this option; the first that is set wins. */
  readonly env?: string | readonly string[];
  /** How the variable's text becomes a value; text as it is where absent. */
  readonly parse?: EnvironmentParser;
  /** Never printed, and also read from the file that `<VARIABLE>_FILE` names. */
  readonly secret?: boolean;
  /** No secret, and read from such a file all the same. */
  readonly file?: boolean;
  /** A function or object: set in code only. */
  readonly code?: boolean;
  /** A nested group of options: its class. The group exists with its defaults where it is not set. */
  readonly group?: () => OptionsClass;
  /** With `group`: the group stays undefined unless at least one of its options is set. */
  readonly optional?: boolean;
}

export interface OptionDescriptor extends OptionSpec {
  readonly key: string;
}

export type OptionsClass = new () => object;

const OPTIONS = Symbol.for('nestjs-guard:options');

type Carrier = { [OPTIONS]?: OptionDescriptor[] };

/**
 * Declares a property of an options class: where its value may come from and what it means. Its validity is declared
 * beside it with class-validator; its default is the property's initialiser.
 */
export function Option(spec: OptionSpec): PropertyDecorator {
  return (target, key) => {
    const carrier = target.constructor as Carrier;
    if (!Object.hasOwn(carrier, OPTIONS)) {
      Object.defineProperty(carrier, OPTIONS, { value: [...(carrier[OPTIONS] ?? [])] });
    }
    carrier[OPTIONS]?.push({ ...spec, key: String(key) });
  };
}

/** The options that a class declares, in the order in which they are written. */
export function optionsOf(options: OptionsClass): readonly OptionDescriptor[] {
  return (options as unknown as Carrier)[OPTIONS] ?? [];
}

/** True where the variables of an option may name a file in place of the value. */
export function isFromFile({ secret, file }: OptionSpec): boolean {
  return (secret ?? false) || (file ?? false);
}

/** The variables of an option as a list. */
export function variablesOf(option: OptionSpec): readonly string[] {
  return option.env === undefined ? [] : typeof option.env === 'string' ? [option.env] : option.env;
}

export const asNumber: EnvironmentParser = (text) => {
  const value = Number(text.trim());
  if (text.trim() === '' || Number.isNaN(value)) throw new Error('must be a number');
  return value;
};

export const asBoolean: EnvironmentParser = (text) => {
  const word = text.trim().toLowerCase();
  if (['true', '1', 'yes', 'on'].includes(word)) return true;
  if (['false', '0', 'no', 'off'].includes(word)) return false;
  throw new Error('must be true or false');
};

export const asJson: EnvironmentParser = (text) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error('must be JSON');
  }
};

/** A list: JSON where it begins with `[`, otherwise separated by commas. */
export const asList: EnvironmentParser = (text) =>
  text.trim().startsWith('[')
    ? asJson(text)
    : text
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== '');
