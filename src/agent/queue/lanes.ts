import { type Clock, type Metric, type SecurityEvent } from '../../kernel/index.js';
import { type Spill } from '../../stores/index.js';
import { type Balance, DROP_REASONS, type DropReason, type Places } from '../stats.js';
import { Entry, weighEvent, weighMetric } from './entry.js';
import { Lane, type LaneLimits } from './lane.js';
import { type Outgoing } from './outgoing.js';
import { UuidSource } from './uuid.js';

/** The two lanes of the agent. Events and metrics have bounds of their own, so metrics never displace an event. */
export class Lanes {
  readonly events: Lane<SecurityEvent>;
  readonly metrics: Lane<Metric>;
  private readonly uuids = new UuidSource();
  private readonly reported: Record<DropReason, number>;

  constructor(
    limits: LaneLimits,
    { event, metric }: Pick<Outgoing, 'event' | 'metric'>,
    private readonly clock: Clock,
    spill?: Spill,
  ) {
    this.events = new Lane('events', event, limits, spill);
    this.metrics = new Lane('metrics', metric, limits, spill);
    this.reported = this.drops();
  }

  /** Never throws, even where a caller without types hands in no event at all. */
  event(event: SecurityEvent): void {
    let entry: Entry<SecurityEvent>;
    try {
      entry = new Entry(this.uuids.next(), event.at ?? this.clock.now(), event, weighEvent(event));
    } catch {
      return this.events.refuse('unencodable');
    }
    this.events.record(entry);
  }

  metric(metric: Metric): void {
    let entry: Entry<Metric>;
    try {
      entry = new Entry('', metric.at ?? this.clock.now(), metric, weighMetric(metric));
    } catch {
      return this.metrics.refuse('unencodable');
    }
    this.metrics.record(entry);
  }

  get balances(): { events: Balance; metrics: Balance } {
    return { events: this.events.balance, metrics: this.metrics.balance };
  }

  /** Of both lanes. */
  get places(): Places {
    const [a, b] = [this.events.places, this.metrics.places];
    return { queued: a.queued + b.queued, underWay: a.underWay + b.underWay, spilled: a.spilled + b.spilled };
  }

  /** Items that the spill has not been asked to keep yet. */
  get unkept(): number {
    return this.events.unkept + this.metrics.unkept;
  }

  /** Items that would be lost if the process ended now, where the spill has written what it took. */
  get mortal(): number {
    return this.events.mortal + this.metrics.mortal;
  }

  keepAgain(): void {
    this.events.keepAgain();
    this.metrics.keepAgain();
  }

  writeOff(): void {
    this.events.writeOff();
    this.metrics.writeOff();
  }

  /** True while a batch waits to be sent again. */
  get stuck(): boolean {
    return this.events.batches.length > 0 || this.metrics.batches.length > 0;
  }

  /** Dropped items of both lanes by reason. */
  drops(): Record<DropReason, number> {
    const sums = { ...this.events.droppedBy };
    for (const reason of DROP_REASONS) sums[reason] += this.metrics.droppedBy[reason];
    return sums;
  }

  /** What was dropped since the last call, in words; undefined where nothing was. */
  newDrops(): string | undefined {
    const drops = this.drops();
    const news = DROP_REASONS.map((reason) => [reason, drops[reason] - this.reported[reason]] as const)
      .filter(([, count]) => count > 0)
      .map(([reason, count]) => `${count} ${reason}`);
    Object.assign(this.reported, drops);
    return news.length > 0 ? news.join(', ') : undefined;
  }
}
