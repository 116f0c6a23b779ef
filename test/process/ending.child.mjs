// An application without shutdown hooks that records and then has nothing left to do.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { GuardAgent, GuardModule } from '../../dist/esm/index.js';

const { events, again, shut, ...agent } = JSON.parse(process.argv[2]);
class App {}
const app = await NestFactory.createApplicationContext(
  { module: App, imports: [GuardModule.forRoot({ agent })] },
  { logger: ['warn', 'error'] },
);
const recorder = app.get(GuardAgent);
for (let i = 0; i < events; i++) recorder.record({ type: 'test', reason: `event ${i}` });
if (again) process.once('beforeExit', () => setTimeout(() => recorder.record({ type: 'test', reason: 'late' }), 100));
if (shut) await app.close();
