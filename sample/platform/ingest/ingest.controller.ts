import { type IncomingMessage } from 'node:http';
import { Controller, HttpCode, Post, Req, UseFilters, UseGuards, UseInterceptors } from '@nestjs/common';
import { FailureInterceptor } from '../control/failure.interceptor.js';
import { checkBatch, checkEnvelope, checkPayload, checkStatus } from '../protocol/messages.js';
import { Settings } from '../settings.js';
import { type Kept, Received } from '../store/received.js';
import { BodyReader } from './body-reader.js';
import { CredentialsGuard } from './credentials.guard.js';
import { Envelopes } from './envelopes.js';
import { Refusal } from './refusal.js';
import { RefusalFilter } from './refusal.filter.js';

type Accepted = Kept & { readonly success: true };

/** Takes what agents send. A message is checked whole before anything of it is kept. */
@Controller('api/v1')
@UseGuards(CredentialsGuard)
@UseInterceptors(FailureInterceptor)
@UseFilters(RefusalFilter)
export class IngestController {
  constructor(
    private readonly bodies: BodyReader,
    private readonly envelopes: Envelopes,
    private readonly received: Received,
    private readonly settings: Settings,
  ) {}

  @Post('events')
  @HttpCode(200)
  async events(@Req() request: IncomingMessage): Promise<Accepted> {
    return this.plain(request);
  }

  @Post('metrics')
  @HttpCode(200)
  async metrics(@Req() request: IncomingMessage): Promise<Accepted> {
    return this.plain(request);
  }

  @Post('events/encrypted')
  @HttpCode(200)
  async encrypted(@Req() request: IncomingMessage): Promise<Accepted> {
    const envelope = checkEnvelope(await this.bodies.read(request));
    const payload = checkPayload(this.envelopes.open(envelope.encrypted_payload));
    return { success: true, ...this.received.keep(payload) };
  }

  @Post('status')
  @HttpCode(200)
  async status(@Req() request: IncomingMessage): Promise<Accepted> {
    this.received.keepStatus(checkStatus(await this.bodies.read(request)));
    return { success: true, received: 1, duplicates: 0 };
  }

  private async plain(request: IncomingMessage): Promise<Accepted> {
    const batch = checkBatch(await this.bodies.read(request));
    const { projectId } = this.settings;
    if (projectId !== undefined && batch.project_id !== projectId) {
      throw new Refusal(422, 'The batch names another project than X-Project-ID');
    }
    return { success: true, ...this.received.keep(batch) };
  }
}
