import { ValidateBy } from 'class-validator';

/** Valid where `check` returns undefined; its text becomes the message. The message never contains the value. */
export function Checked(name: string, check: (value: unknown) => string | undefined): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (value) => check(value) === undefined,
      defaultMessage: (args) => `$property ${check(args?.value)}`,
    },
  });
}

export function checkFunction(value: unknown): string | undefined {
  return typeof value === 'function' ? undefined : 'must be a function';
}
