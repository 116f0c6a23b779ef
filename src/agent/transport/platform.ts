import { promisify } from 'node:util';
import { constants, gzip, type ZlibOptions } from 'node:zlib';
import { type Clock } from '../../kernel/index.js';
import { ENCRYPTED_CALL } from '../codec/batch-codec.js';
import { sign } from '../codec/signature.js';
import { type Notices } from '../notices.js';
import { type AgentSettings } from '../settings.js';
import { callPath } from './endpoint.js';
import { Gate } from './gate.js';
import { type HttpCall, HttpTransport } from './http-transport.js';
import { type Answer, classify, type Outcome, type OutcomeKind } from './outcome.js';

const compress = promisify<Buffer, ZlibOptions, Buffer>(gzip);
/** Ciphertext has nothing that repeats: only the six bits in eight of base64 can be saved, so nobody looks further. */
const FOR_CIPHERTEXT = { strategy: constants.Z_HUFFMAN_ONLY };
const MAX_POST_ANSWER = 65_536;
const MAX_GET_ANSWER = 1_048_576;

/** The calls of the agent protocol: headers, signature, compression, and what each answer does to the gate. */
export class Platform {
  readonly gate: Gate;
  readonly calls: Record<OutcomeKind, number> = {
    accepted: 0,
    partial: 0,
    'too-large': 0,
    rejected: 0,
    credentials: 0,
    throttled: 0,
    failed: 0,
    aborted: 0,
  };
  private readonly transport: HttpTransport;

  constructor(
    private readonly settings: AgentSettings,
    private readonly version: string,
    private readonly installId: () => Promise<string>,
    private readonly clock: Clock,
    private readonly notices: Notices,
  ) {
    this.gate = new Gate(clock, notices);
    this.transport = new HttpTransport(settings.endpoint, settings.ca);
  }

  /** Sends a JSON text. The caller has asked the gate before. */
  post(call: string, json: string, signal?: AbortSignal): Promise<Outcome> {
    return this.settle(async () => {
      const { signingSecret, compression, compressionThreshold } = this.settings;
      let body: Buffer = Buffer.from(json);
      const headers = await this.headers();
      if (signingSecret) headers['X-Payload-Signature'] = sign(signingSecret, body);
      if (compression && body.length >= compressionThreshold) {
        body = await compress(body, call === ENCRYPTED_CALL ? FOR_CIPHERTEXT : {});
        headers['Content-Encoding'] = 'gzip';
      }
      return this.send({ method: 'POST', path: this.path(call), headers, body, maxAnswer: MAX_POST_ANSWER, signal });
    });
  }

  /** Asks for JSON. The caller has asked the gate before. */
  get(call: string, signal?: AbortSignal): Promise<Outcome> {
    return this.settle(async () => {
      const headers = await this.headers();
      return this.send({ method: 'GET', path: this.path(call), headers, maxAnswer: MAX_GET_ANSWER, signal });
    });
  }

  close(): void {
    this.transport.close();
  }

  private path(call: string): string {
    return callPath(this.settings.endpoint, call);
  }

  private send(call: Omit<HttpCall, 'timeout'>): Promise<Answer> {
    return this.transport.call({ ...call, timeout: this.settings.timeout });
  }

  /** Judges what came back. Whatever happens, the gate hears of it: a probe that ends unheard would close it for good. */
  private async settle(work: () => Promise<Answer>): Promise<Outcome> {
    const answer = await work().catch((error: unknown): Answer => ({ failure: String(error) }));
    const outcome = classify(answer, this.clock.now());
    this.calls[outcome.kind] += 1;
    this.report(outcome);
    this.gate.settle(outcome);
    return outcome;
  }

  private async headers(): Promise<Record<string, string>> {
    const { apiKey, projectId } = this.settings;
    return {
      'Content-Type': 'application/json',
      'User-Agent': `nestjs-guard/${this.version}`,
      'X-API-Key': apiKey,
      ...(projectId ? { 'X-Project-ID': projectId } : {}),
      'X-Agent-Install-Id': await this.installId(),
    };
  }

  private report(outcome: Outcome): void {
    switch (outcome.kind) {
      case 'accepted':
        this.notices.end('throttled');
        if (this.notices.end('credentials')) this.notices.info('The platform accepts the credentials again.');
        return;
      case 'credentials': {
        const detail = this.notices.note(outcome.detail);
        const key =
          this.settings.apiKeyOption === 'apiKey'
            ? 'agent.apiKey (GUARD_API_KEY)'
            : 'agent.apiKeyWithEncryption (GUARD_API_KEY_W_ENCRYPTION)';
        const advice = `Check ${key} and agent.projectId (GUARD_PROJECT_ID)`;
        return this.notices.once(
          'credentials',
          'error',
          `The platform refuses the credentials (${detail}). ${advice}.`,
        );
      }
      case 'throttled': {
        const detail = this.notices.note(`HTTP 429: wait ${Math.ceil(outcome.seconds)} s`);
        return this.notices.once('throttled', 'warn', `The platform asks for fewer calls (${detail}).`);
      }
      case 'failed':
        this.notices.note(outcome.detail);
    }
  }
}
