import 'reflect-metadata';
import { createApp } from './create-app.js';

async function main(): Promise<void> {
  const { PLATFORM, PORT, HOST, SAMPLE_BARE } = process.env;
  const app = await createApp({ platform: PLATFORM || 'express', bare: SAMPLE_BARE === '1' });
  // Nest raises the signal again after its hooks unless it is told to exit by itself, with code 0.
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  await app.listen(Number(PORT || 3000), HOST || '127.0.0.1');
  console.log(`listening on ${await app.getUrl()}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
