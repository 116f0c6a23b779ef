import { Injectable } from '@nestjs/common';
import { type Payload } from '../protocol/messages.js';
import { Shelf } from './shelf.js';

/** What became of a batch. */
export interface Kept {
  /** Events and metrics that were new. */
  readonly received: number;
  /** Events whose idempotency key was here before. */
  readonly duplicates: number;
}

export interface RefusedCall {
  readonly at: string;
  readonly call: string;
  readonly status: number;
  readonly detail: string;
}

const MAX_ITEMS = 100_000;
const MAX_CHARACTERS = 67_108_864;
const MAX_KEYS = 500_000;
const REFUSALS_SHOWN = 20;

/** Everything that agents sent and the platform took, in memory and bounded: the oldest goes first and is counted. */
@Injectable()
export class Received {
  readonly events = new Shelf(MAX_ITEMS, MAX_CHARACTERS);
  readonly metrics = new Shelf(MAX_ITEMS, MAX_CHARACTERS);
  readonly statuses = new Shelf(MAX_ITEMS, MAX_CHARACTERS);
  batches = 0;
  duplicates = 0;
  rejected = 0;
  /** The last refused calls, the newest first. */
  refusals: RefusedCall[] = [];
  private readonly keys = new Set<string>();

  keep({ events, metrics }: Payload): Kept {
    const fresh = events.filter((event) => this.isNew(event.idempotency_key.toLowerCase()));
    for (const event of fresh) this.events.add(event);
    for (const metric of metrics) this.metrics.add(metric);
    const duplicates = events.length - fresh.length;
    this.batches += 1;
    this.duplicates += duplicates;
    return { received: fresh.length + metrics.length, duplicates };
  }

  keepStatus(status: object): void {
    this.statuses.add(status);
  }

  refuse(call: string, status: number, detail: string): void {
    this.rejected += 1;
    this.refusals.unshift({ at: new Date().toISOString(), call, status, detail });
    this.refusals.length = Math.min(this.refusals.length, REFUSALS_SHOWN);
  }

  forget(): void {
    for (const shelf of [this.events, this.metrics, this.statuses]) shelf.clear();
    this.batches = this.duplicates = this.rejected = 0;
    this.refusals = [];
    this.keys.clear();
  }

  /** Everything as JSON text. It is put together from texts, for it may be large. */
  toText(): string {
    const { batches, duplicates, rejected, refusals } = this;
    const forgotten = this.events.forgotten + this.metrics.forgotten + this.statuses.forgotten;
    const numbers = JSON.stringify({ batches, duplicates, rejected, forgotten, refusals });
    const lists = (['events', 'metrics', 'statuses'] as const).map((name) => `"${name}":${this[name].toText()}`);
    return `${numbers.slice(0, -1)},${lists.join(',')}}`;
  }

  private isNew(key: string): boolean {
    if (this.keys.has(key)) return false;
    this.keys.add(key);
    if (this.keys.size > MAX_KEYS) {
      const oldest = this.keys.values().next();
      if (!oldest.done) this.keys.delete(oldest.value);
    }
    return true;
  }
}
