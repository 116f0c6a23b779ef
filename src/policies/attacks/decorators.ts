import { SetMetadata } from '@nestjs/common';
import { GuardDecoratorError } from '../../kernel/index.js';
import {
  byCategoryProblems,
  type DetectionFields,
  type DetectionMode,
  fieldsProblems,
  isMode,
  MODES_ARE,
} from './exceptions.js';

export const DETECTION = 'nestjs-guard:detection';

export interface RouteDetection {
  /** What is ordinary in a field of this route: `{ body: { html: ['xss'] } }`. */
  readonly fields?: DetectionFields;
  /** Modes of this route, over `detection.modes`: `{ ssrf: 'off' }`. */
  readonly modes?: Readonly<Record<string, DetectionMode>>;
}

/**
 * Says what is ordinary on a route, so that attack detection leaves it alone there and nowhere else. On a class: on every
 * route that has none of its own. To take a route out altogether: `@SkipGuard('detection')`.
 *
 * @throws GuardDecoratorError with all that is wrong: a place, a category or a mode that does not exist.
 * @example `@Detection({ fields: { body: { 'post.html': ['xss'] } } })`
 */
export function Detection(options: RouteDetection): MethodDecorator & ClassDecorator {
  const { fields = {}, modes = {} } = options;
  const problems = [
    ...fieldsProblems(fields),
    ...byCategoryProblems(modes, isMode, MODES_ARE).map(({ key, message }) => `modes.${key} ${message}`),
  ];
  if (problems.length > 0) throw new GuardDecoratorError('Detection', problems.join('; '));
  return SetMetadata(DETECTION, Object.freeze({ fields, modes }));
}
