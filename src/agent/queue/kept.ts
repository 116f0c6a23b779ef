import { type Handle } from '../../stores/index.js';
import { type Batch } from './batch.js';
import { type Kind } from '../codec/batch-codec.js';

/** An encoded item that waits, with its copy in the spill. */
export class Kept {
  constructor(
    readonly json: string,
    /** The memory it takes, estimated. */
    readonly bytes: number,
    /** Undefined where the spill did not take it. */
    public handle: Handle | undefined,
  ) {}
}

/*
 * What the spill keeps: a letter that says what it is, then JSON. An item as the platform wants it, or a batch that was
 * about to be sent, under its id.
 */
const ITEMS = { events: 'e', metrics: 'm' } as const;
const BATCH = 'b';

export function itemText(kind: Kind, json: string): string {
  return ITEMS[kind] + json;
}

export function batchText(kind: Kind, { id, createdAt, items }: Batch): string {
  return BATCH + JSON.stringify({ kind, id, createdAt, items });
}

export interface KeptBatch {
  readonly kind: Kind;
  readonly id: string;
  readonly createdAt: number;
  readonly items: string[];
}

/** Reads a text of the spill; undefined where another version, or somebody else, has written it. */
export function parseKept(text: string): { kind: Kind; item: string } | KeptBatch | undefined {
  switch (text[0]) {
    case ITEMS.events:
      return { kind: 'events', item: text.slice(1) };
    case ITEMS.metrics:
      return { kind: 'metrics', item: text.slice(1) };
    case BATCH:
      return parseBatch(text.slice(1));
    default:
      return undefined;
  }
}

function parseBatch(json: string): KeptBatch | undefined {
  try {
    const { kind, id, createdAt, items } = JSON.parse(json) as Record<string, unknown>;
    const known = kind === 'events' || kind === 'metrics';
    if (!known || typeof id !== 'string' || !Number.isFinite(createdAt) || !Array.isArray(items)) return undefined;
    if (!items.every((item) => typeof item === 'string')) return undefined;
    return { kind, id, createdAt: createdAt as number, items };
  } catch {
    // What is no JSON was not written by us.
    return undefined;
  }
}
