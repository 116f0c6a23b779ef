import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Bytes of a body on either platform; Express alone would take 100 KiB of JSON and Fastify 1 MiB. */
export const BODY_LIMIT = 1_048_576;

/** Bodies that both platforms hand to the handler as text, beside JSON and forms. */
export const TEXT_TYPES = ['text/plain', 'text/xml', 'application/xml'];

/** The folder of static files. It lies in the source tree, and this file may run from there or from a build folder. */
export function assetsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return join(folder, 'sample', 'basic', 'assets');
}
