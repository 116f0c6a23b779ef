import { type Clock } from '../../kernel/index.js';
import { yieldNow } from '../../kernel/timing/index.js';
import { type Recalled, type Spill, type SpillHealth } from '../../stores/index.js';
import { parseKept } from '../queue/kept.js';
import { type Lanes } from '../queue/lanes.js';

/** One turn of the event loop encodes so many items or characters at most. */
const SLICE_ITEMS = 50;
const SLICE_LENGTH = 32_768;

/** Hands what was recorded to the spill, right after the turn in which it was, and brings back what is there only. */
export class Keeper {
  private opened: Promise<void> | undefined;
  private working: Promise<void> | undefined;

  constructor(
    private readonly spill: Spill,
    private readonly lanes: Lanes,
    private readonly clock: Clock,
    /** Bytes for the items of one batch. */
    private readonly room: number,
  ) {}

  get health(): SpillHealth {
    const health = this.spill.health();
    return { ...health, unwritten: health.unwritten + this.lanes.unkept };
  }

  /** Makes the spill ready and keeps what was recorded before. */
  async open(): Promise<void> {
    await (this.opened ??= this.spill.open());
    this.notify();
  }

  /** Something was recorded. Before the spill is open that waits. */
  notify(): void {
    if (this.opened) this.working ??= this.work();
  }

  /** Resolves when what was recorded before is in the spill, as far as it works. */
  async settled(): Promise<void> {
    await this.open();
    while (this.working) await this.working;
    this.lanes.keepAgain();
    await this.spill.settled();
  }

  /** Brings some of what nobody holds back into the lanes; false where there is nothing, or nothing that answers. */
  async recall(): Promise<boolean> {
    const found = await this.spill.recall();
    if (!found) return false;
    if (found.length === 0) this.lanes.writeOff();
    for (const recalled of found) this.takeIn(recalled);
    return found.length > 0;
  }

  async close(): Promise<void> {
    await this.settled();
    await this.spill.close();
  }

  private async work(): Promise<void> {
    await this.opened;
    while (this.lanes.unkept > 0) {
      await yieldNow();
      let items = 0;
      for (let length = 0; items < SLICE_ITEMS && length < SLICE_LENGTH; items++) {
        const one = this.lanes.events.keep() || this.lanes.metrics.keep();
        if (one === 0) break;
        length += one;
      }
    }
    this.working = undefined;
  }

  private takeIn({ text, handle, own, expired }: Recalled): void {
    const kept = parseKept(text);
    if (!kept) return this.spill.remove(handle);
    const lane = this.lanes[kept.kind];
    if (expired) lane.takeExpired('items' in kept ? kept.items.length : 1, handle, own);
    else if ('items' in kept) lane.takeOver(kept, handle);
    else lane.takeBack(kept.item, handle, own, this.room, this.clock.now());
  }
}
