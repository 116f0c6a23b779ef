import { createHash, randomBytes } from 'node:crypto';
import { type Handle } from '../../stores/index.js';

/** Encoded items that are sent in one call, under an id that stays the same until they are gone. */
export class Batch {
  /** The copies of it in the spill: of its items one by one, or of the whole. */
  handles: Handle[] = [];
  /** True from the moment on at which the spill has been asked to keep it as a whole. */
  sealed = false;

  constructor(
    readonly createdAt: number,
    /** The JSON text of each item. */
    readonly items: string[] = [],
    public bytes = 0,
    readonly id = `${createdAt}-${randomBytes(4).toString('hex')}`,
  ) {}

  add(json: string, bytes: number): void {
    this.items.push(json);
    this.bytes += bytes;
  }

  /** Two batches of half the items, each with an id of its own that follows from this one's. */
  halve(): [Batch, Batch] {
    const middle = Math.ceil(this.items.length / 2);
    const part = (name: string, from: number, to?: number): Batch =>
      new Batch(this.createdAt, this.items.slice(from, to), 0, `${this.createdAt}-${digest(`${this.id} ${name}`)}`);
    return [part('first', 0, middle), part('second', middle)];
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
