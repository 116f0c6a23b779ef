import { promisify } from 'node:util';
import { constants, gzip, type ZlibOptions } from 'node:zlib';
import { type Clock } from '../../kernel/index.js';
import { type EncodedBatch, ENCRYPTED_CALL } from '../codec/batch-codec.js';
import { sign } from '../codec/signature.js';
import { type Notices } from '../notices.js';
import { type AgentSettings } from '../settings.js';
import { callPath } from './endpoint.js';
import { Gate } from './gate.js';
import { type HttpCall, HttpTransport } from './http-transport.js';
import { type KeyPair, type Keyring } from './keyring.js';
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
    readonly keys: Keyring,
  ) {
    this.gate = new Gate(clock, notices);
    this.transport = new HttpTransport(settings.endpoint, settings, clock);
  }

  /** Sends what `encode` makes, anew where other keys take the place of refused ones. The caller has asked the gate. */
  post(encode: () => EncodedBatch, signal?: AbortSignal): Promise<Outcome> {
    return this.exchange(async (keys) => {
      // Before the first wait: what is encrypted goes with the keys in use at this moment.
      const { call, json } = encode();
      const { signingSecret, compression, compressionThreshold } = this.settings;
      let body: Buffer = Buffer.from(json);
      const headers = await this.headers(keys);
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
    return this.exchange(async (keys) => {
      const headers = await this.headers(keys);
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

  /** Makes a call, and once more where the platform refuses the keys and there are others. */
  private async exchange(call: (keys: KeyPair) => Promise<Answer>): Promise<Outcome> {
    const first = await this.attempt(call);
    if (first.kind !== 'switched') return first;
    // The circuit does not matter, as the platform has just answered; the calls of a minute do.
    if (this.gate.admit(true) > 0) return { kind: 'aborted' };
    const second = await this.attempt(call);
    return second.kind === 'switched' ? { kind: 'aborted' } : second;
  }

  /** Judges what came back. Whatever happens, the gate hears of it: a probe that ends unheard would close it for good. */
  private async attempt(call: (keys: KeyPair) => Promise<Answer>): Promise<Outcome | { kind: 'switched' }> {
    const keys = this.keys.active;
    const answer = await call(keys).catch((error: unknown): Answer => ({ failure: String(error) }));
    const outcome = classify(answer, this.clock.now(), keys.encryptionKey !== undefined);
    this.calls[outcome.kind] += 1;
    const refusal = refusalOf(outcome);
    if (refusal && this.keys.refuse(keys, refusal)) {
      this.gate.settle({ kind: 'aborted' });
      return { kind: 'switched' };
    }
    this.report(outcome);
    this.gate.settle(outcome);
    return outcome;
  }

  private async headers({ apiKey }: KeyPair): Promise<Record<string, string>> {
    const { projectId } = this.settings;
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
        const advice = `Check ${this.keys.sources}, and agent.projectId (GUARD_PROJECT_ID)`;
        return this.notices.once(
          'credentials',
          'error',
          `The platform refuses the credentials (${detail}). ${advice}. It is asked again about once a minute.`,
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

function refusalOf(outcome: Outcome): 'credentials' | 'pair' | undefined {
  if (outcome.kind === 'credentials') return 'credentials';
  return outcome.kind === 'rejected' && outcome.wrongPair ? 'pair' : undefined;
}
