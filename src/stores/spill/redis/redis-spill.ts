import { type Clock, type Log } from '../../../kernel/index.js';
import { DeadlineExceededError, Loop, withDeadline, yieldNow } from '../../../kernel/timing/index.js';
import { type RedisLink, RedisRefusal, type Script } from '../../redis/index.js';
import { BEATS, type Handle, type Recalled, type Spill, type SpillHealth, type SpillSettings } from '../port.js';
import { KEEP } from './keep.lua.js';
import { Life } from './life.js';
import { LEAVE, LIVES } from './lives.lua.js';
import { Entry, Outbox, type Parcel } from './outbox.js';
import { TAKE } from './take.lua.js';
import { Watch } from './watch.js';

/** Bytes that wait to be written, at most: where Redis is slower than we are, memory is all there is. */
const MAX_WAITING = 4_194_304;
/** The most texts, and the bytes after which there is enough, that are brought back at once. */
const TAKEN_TEXTS = 200;
const TAKEN_BYTES = 1_048_576;

const OVER = 'Telemetry in Redis: another instance took this one for dead and has what it kept, or Redis has lost it.';

/** A script that is to be run, until its answer is heard. */
interface Step {
  readonly script: Script;
  readonly args: readonly (string | number)[];
  readonly done?: (answer: readonly string[]) => void;
  /** It was certainly not done. */
  readonly undo?: () => void;
}

/**
 * Keeps texts in a Redis Stream that all instances share, each as consumers of one group. What one turn of the event
 * loop brings is written together, by scripts of bounded size, off the request path; a text is safe once its script has
 * been answered.
 */
export class RedisSpill implements Spill {
  private readonly life: Life;
  private readonly heart: Loop;
  private readonly watch: Watch;
  private readonly outbox = new Outbox();
  /** What is under way, or was not heard: then it is run again before anything else. */
  private step: Step | undefined;
  private working: Promise<void> | undefined;
  private beatDue = false;
  private wanted: 'own' | 'left' | undefined;
  private taken: Recalled[] = [];
  /** Texts that were deposited and neither recalled nor found lost. */
  private deposited = 0;
  private bytes = 0;
  /** Before the first answer, and from a failure to the next one: nothing is taken in. */
  private resting = true;
  /** Redis refuses what needs memory: what gives some back goes first. */
  private freeing = false;
  private complained = false;
  /** A life is over, and the next has not been heard of yet. */
  private startingOver = false;
  private lastError: string | undefined;
  private phase: 'open' | 'leaving' | 'gone' = 'open';

  constructor(
    private readonly settings: SpillSettings,
    private readonly link: RedisLink,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.life = new Life(link);
    this.watch = new Watch(settings.takeOverAfter);
    this.heart = new Loop({
      interval: () => settings.takeOverAfter / BEATS,
      run: () => this.beat(),
      onError: (error) => this.fail(error),
    });
  }

  async open(): Promise<void> {
    const { link } = this;
    const up = new Promise<void>((resolve) => link.onUp(resolve));
    link.onUp(() => void this.heart.runNow());
    try {
      if (!link.up) await withDeadline(up, link.options.connectTimeout * 1000);
    } catch (error) {
      if (!(error instanceof DeadlineExceededError)) throw error; // the heart finds out what is wrong, and goes on trying
    }
    await this.heart.runNow();
  }

  append(text: string, instead?: readonly Handle[]): Handle | undefined {
    return this.take(text, false, instead as readonly Entry[] | undefined);
  }

  deposit(text: string): boolean {
    if (!this.take(text, true)) return false;
    this.deposited += 1;
    return true;
  }

  remove(handle: Handle): void {
    this.outbox.remove(handle as Entry);
    this.work();
  }

  holds(handle: Handle): boolean {
    const { removed, life } = handle as Entry;
    return !removed && (life === undefined || life === this.life.id);
  }

  async recall(): Promise<Recalled[] | undefined> {
    await this.settled();
    // What the dead left is older than what we could not hold, and must not wait until we have sent all of that.
    for (const whose of ['left', 'own'] as const) {
      if (this.taken.length > 0) break;
      if (whose === 'own' && this.deposited === 0) continue;
      this.wanted = whose;
      this.work();
      await this.settled();
      if (this.resting) break;
    }
    // What was deposited while we were asking may not be taken for lost.
    const unsure = this.taken.length === 0 && (this.resting || this.deposited > 0);
    return unsure ? undefined : this.taken.splice(0);
  }

  async settled(): Promise<void> {
    while (this.working) await this.working;
  }

  async close(): Promise<void> {
    await this.heart.stop();
    await this.settled();
    this.phase = this.life.begun ? 'leaving' : 'gone';
    this.working ??= this.run();
    await this.settled();
    this.phase = 'gone';
    this.resting = true;
  }

  health(): SpillHealth {
    const { resting, bytes, lastError } = this;
    return { kind: 'redis', working: !resting, unwritten: this.outbox.texts, bytes, lastError };
  }

  private take(text: string, deposited: boolean, instead?: readonly Entry[]): Entry | undefined {
    const waiting = this.outbox.bytes;
    const full = !instead?.length && this.bytes + waiting >= this.settings.maxBytes;
    if (this.resting || waiting >= MAX_WAITING || full) return undefined;
    const entry = new Entry(text, deposited, instead);
    this.outbox.add(entry);
    this.work();
    return entry;
  }

  private work(): void {
    if (!this.resting) this.working ??= this.run();
  }

  /** The only place that writes: one script after the other, until there is nothing left or one fails. */
  private async run(): Promise<void> {
    await yieldNow();
    try {
      for (let step = this.next(); step; step = this.next()) {
        this.step = step;
        const answer = await this.life.run(step.script, step.args);
        this.step = undefined;
        if (answer) this.heard(step, answer);
        else this.over(step);
      }
    } catch (error) {
      this.fail(error);
    }
    this.working = undefined;
  }

  private next(): Step | undefined {
    if (this.step) return this.step;
    if (this.phase === 'gone') return undefined;
    const parcel = this.outbox.pack(this.life.id, this.freeing);
    if (parcel) return this.keeping(parcel);
    if (this.freeing) {
      this.freeing = false;
      return this.next();
    }
    const { wanted } = this;
    this.wanted = undefined;
    if (wanted) return this.taking(wanted);
    if (this.phase === 'leaving') return { script: LEAVE, args: [], done: () => (this.phase = 'gone') };
    return this.beatDue ? this.keeping({ deposited: false, added: [], removed: [] }) : undefined;
  }

  private keeping(parcel: Parcel): Step {
    const { id } = this.life;
    const { deposited, added, removed } = parcel;
    const texts = added.flatMap(({ bytes, text = '' }) => [bytes, text]);
    const ids = removed.flatMap((entry) => [entry.id ?? '', entry.bytes]);
    return {
      script: KEEP,
      args: [deposited ? `${id}:d` : id, added.length, ...texts, ...ids],
      done: ([bytes, ...ids]) => {
        this.bytes = Number(bytes);
        this.outbox.written(parcel, ids, id);
      },
      undo: () => this.outbox.putBack(parcel),
    };
  }

  private taking(whose: 'own' | 'left'): Step {
    const { id } = this.life;
    const { deposited } = this;
    const silent = whose === 'left' ? this.watch.silent(id, this.clock.monotonic()) : [];
    return {
      script: TAKE,
      args: [whose, TAKEN_TEXTS, TAKEN_BYTES, ...silent],
      done: ([now, ...found]) => {
        const oldest = Number(now) - this.settings.maxAge;
        for (let i = 0; i + 1 < found.length; i += 2) {
          const [at, text] = found.slice(i, i + 2) as [string, string];
          const expired = Number.parseInt(at, 10) < oldest;
          this.taken.push({ text, handle: Entry.at(at, id, text), own: whose === 'own', expired });
        }
        // Where there is nothing, what we had deposited is lost.
        if (whose === 'own') this.deposited -= found.length === 0 ? deposited : found.length / 2;
      },
    };
  }

  private async beat(): Promise<void> {
    if (this.phase !== 'open') return;
    // What is under way when Redis comes back may never be answered: its failure must not be the last try for now.
    await this.settled();
    this.beatDue = true;
    this.working ??= this.run();
    await this.settled();
    if (this.resting) return;
    const lives = await this.link.runAside(LIVES, [this.link.keys.spill.lives], []);
    this.watch.see((lives as unknown[]).map(String), this.clock.monotonic());
  }

  private heard(step: Step, answer: readonly string[]): void {
    step.done?.(answer);
    this.beatDue = this.startingOver = false;
    if (this.freeing) return;
    this.resting = false;
    if (this.complained) this.log.info('Telemetry is kept in Redis again.');
    this.complained = false;
  }

  /** Another instance took us for dead and has our texts now, or Redis has lost them; we go on under another name. */
  private over(step: Step): void {
    step.undo?.();
    if (!this.startingOver) this.log.warn(OVER);
    this.startingOver = true;
    this.watch.forget();
    this.deposited = 0;
    this.beatDue = true;
  }

  private fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof RedisRefusal) {
      this.step?.undo?.();
      this.step = undefined;
      this.freeing = true;
    }
    if (!this.complained) this.log.warn(`Telemetry cannot be kept in Redis, but only in memory: ${message}`);
    this.complained = true;
    this.lastError = message;
    this.resting = true;
    this.watch.forget();
  }
}
