import 'reflect-metadata';
import { createPlatform } from './app.js';
import { readSettings } from './settings.js';

/** Starts the platform; ends with code 1 and one sentence where it cannot. */
async function main(): Promise<void> {
  const { PORT, HOST } = process.env;
  const app = await createPlatform(readSettings(process.env));
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  await app.listen(Number(PORT || 4000), HOST || '127.0.0.1');
  console.log(`listening on ${await app.getUrl()}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
