import { randomBytes } from 'node:crypto';

/** Encoded items that are sent in one call, under an id that stays the same until they are gone. */
export class Batch {
  readonly id: string;

  constructor(
    readonly createdAt: number,
    /** The JSON text of each item. */
    readonly items: string[] = [],
    public bytes = 0,
  ) {
    this.id = `${createdAt}-${randomBytes(4).toString('hex')}`;
  }

  add(json: string, bytes: number): void {
    this.items.push(json);
    this.bytes += bytes;
  }

  /** Two batches of half the items, each with an id of its own. */
  halve(now: number): [Batch, Batch] {
    const middle = Math.ceil(this.items.length / 2);
    return [new Batch(now, this.items.slice(0, middle)), new Batch(now, this.items.slice(middle))];
  }
}
