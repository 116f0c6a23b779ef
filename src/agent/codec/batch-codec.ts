import { type Batch } from '../queue/batch.js';
import { canonicalJson } from './canonical-json.js';
import { CIPHER_OVERHEAD, seal } from './cipher.js';
import { timestamp } from './wire.js';

/** The platform refuses larger bodies. It counts either before or after decompression, so we count before compression. */
export const MAX_BODY_BYTES = 262_144;

/** Takes events and metrics alike. */
export const ENCRYPTED_CALL = 'events/encrypted';

/** As long as any batch id will be. */
const longestId = '0'.repeat(16 + 1 + 8);

export type Kind = 'events' | 'metrics';

/** A batch as the platform wants it: the call and the JSON text of its body. */
export interface EncodedBatch {
  readonly call: string;
  readonly json: string;
}

/** Turns batches into bodies and says how many bytes of items fit into one. */
export interface BatchCodec {
  /** Bytes for the items of one batch, each with its comma. */
  readonly room: number;
  encode(kind: Kind, batch: Batch): EncodedBatch;
}

function lists(kind: Kind, items: readonly string[]): string {
  const list = items.join(',');
  return kind === 'events' ? `"events":[${list}],"metrics":[]` : `"events":[],"metrics":[${list}]`;
}

function versions(version: string): string {
  return `"agent_version":${canonicalJson(version)},"guard_version":${canonicalJson(version)},"guard_core_version":null`;
}

/** A batch in plain JSON, to `/events` or `/metrics`. */
export class PlainCodec implements BatchCodec {
  readonly room: number;
  private readonly project: string;
  private readonly tail: string;

  constructor(projectId: string | undefined, version: string) {
    this.project = canonicalJson(projectId ?? 'default');
    this.tail = `"compressed":false,${versions(version)}`;
    this.room = MAX_BODY_BYTES - Buffer.byteLength(this.body('events', [], longestId, 0));
  }

  encode(kind: Kind, batch: Batch): EncodedBatch {
    return { call: kind, json: this.body(kind, batch.items, batch.id, batch.createdAt) };
  }

  private body(kind: Kind, items: readonly string[], id: string, createdAt: number): string {
    const created = `"batch_id":"${id}","created_at":"${timestamp(createdAt)}"`;
    return `{"project_id":${this.project},${lists(kind, items)},${created},${this.tail}}`;
  }
}

/** A batch sealed into the encrypted envelope, to `/events/encrypted`. Every call to `encode` uses a nonce of its own. */
export class EncryptedCodec implements BatchCodec {
  readonly room: number;
  private readonly tail: string;

  constructor(
    /** The key in use, asked for each batch. */
    private readonly key: () => Buffer,
    version: string,
  ) {
    this.tail = versions(version);
    const forPayload = MAX_BODY_BYTES - Buffer.byteLength(this.envelope('', longestId));
    this.room = Math.floor(forPayload / 4) * 3 - CIPHER_OVERHEAD - lists('events', []).length - 2;
  }

  encode(kind: Kind, batch: Batch): EncodedBatch {
    const payload = seal(this.key(), `{${lists(kind, batch.items)}}`);
    return { call: ENCRYPTED_CALL, json: this.envelope(payload, batch.id) };
  }

  private envelope(payload: string, id: string): string {
    return `{"encrypted_payload":"${payload}","batch_id":"${id}",${this.tail}}`;
  }
}
