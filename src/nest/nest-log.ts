import { Logger } from '@nestjs/common';
import { type Log } from '../kernel/index.js';

/** Writes through the application's own logger, in the context `Guard`. */
export function nestLog(): Log {
  const logger = new Logger('Guard');
  return {
    debug: (message) => logger.debug(message),
    info: (message) => logger.log(message),
    warn: (message) => logger.warn(message),
    error: (message) => logger.error(message),
  };
}
