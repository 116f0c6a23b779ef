import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { ConnectionDrain } from '../connection-drain.js';
import { ControlController } from './control/control.controller.js';
import { FailureInterceptor } from './control/failure.interceptor.js';
import { FailureOrders } from './control/failure-orders.js';
import { BodyReader } from './ingest/body-reader.js';
import { CredentialsGuard } from './ingest/credentials.guard.js';
import { Envelopes } from './ingest/envelopes.js';
import { IngestController } from './ingest/ingest.controller.js';
import { RulesController } from './ingest/rules.controller.js';
import { PageController } from './page/page.controller.js';
import { Settings } from './settings.js';
import { Received } from './store/received.js';
import { RuleShelf } from './store/rule-shelf.js';

/** An agent sends again what the platform did not take: there is nothing to wait for. */
@Injectable()
class QuickDrain extends ConnectionDrain {
  protected override readonly patience = 500;
}

@Module({
  controllers: [IngestController, RulesController, ControlController, PageController],
  providers: [
    BodyReader,
    CredentialsGuard,
    Envelopes,
    FailureInterceptor,
    FailureOrders,
    QuickDrain,
    Received,
    RuleShelf,
  ],
})
class PlatformModule {}

/**
 * The local platform: a stand-in for the Guard platform that checks what agents send as strictly as the protocol is
 * written, and keeps it in memory for whoever asks. A tool for development and tests: it keeps nothing secret.
 */
export async function createPlatform(settings = new Settings()): Promise<NestExpressApplication> {
  const module = {
    module: PlatformModule,
    global: true,
    providers: [{ provide: Settings, useValue: settings }],
    exports: [Settings],
  };
  const app = await NestFactory.create<NestExpressApplication>(module, {
    // The body is read where its size, coding and signature are checked.
    bodyParser: false,
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.getHttpServer().requestTimeout = settings.uploadSeconds * 1000;
  return app;
}
