import { type Clock, type Log } from '../../kernel/index.js';
import { Loop } from '../../kernel/timing/index.js';
import { type Address } from '../../net/index.js';
import { type RedisLink } from '../redis/index.js';
import { BanSet, checkBan, parseTarget } from './ban-set.js';
import { Doubt } from './doubt.js';
import { MadeHere } from './made.js';
import { type Ban, type BanStore } from './port.js';
import { ADD_BAN, BAN_STATE, LIFT_BAN } from './scripts.lua.js';
import { type BanChange, type BanState, readBan, readChange, readState } from './wire.js';

/** Changes that are kept while a snapshot is being read; more, and it is read again. */
const MAX_QUEUE = 10_000;

/** Bans read per round trip of a snapshot, and changes written back at once. */
const PAGE = 1000;
const BATCH = 50;

/** Clocks that differ by less count as equal: the difference is mostly the way to Redis and back. */
const TOLERATED_SKEW = 1000;

/**
 * Bans that all instances share. Each holds them all and answers from its own copy. Changes are pushed with a version;
 * a gap in the versions, a look every few seconds, and an outage lead to a new snapshot. What is changed while Redis does
 * not answer holds here at once and is written back later; so is everything held here when Redis comes back without it,
 * and what was made here just before a failover that lost it.
 * Bans run by Redis' clock: how far ours is off is measured at each answer.
 */
export class RedisBanStore implements BanStore {
  private set: BanSet;
  private readonly pending = new Map<string, Ban | undefined>();
  private readonly made = new MadeHere();
  private readonly doubt = new Doubt();
  private readonly loop: Loop;
  private epoch = '';
  private version = 0;
  /** False after an outage: another master may have come to the same version by other changes. */
  private continuous = false;
  private skew = 0;
  private queue: BanChange[] | undefined;
  private full = false;

  constructor(
    private readonly link: RedisLink,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly capacity: number,
  ) {
    this.set = new BanSet(capacity);
    this.loop = new Loop({
      interval: () => link.options.banPollInterval * 1000,
      run: (signal) => this.catchUp(signal),
      // The link has counted and described it; the next run tries again.
      onError: () => undefined,
    });
    const lookSoon = (): void => void this.loop.runNow();
    link.onUp(() => {
      this.continuous = false;
      lookSoon();
    });
    link.subscribe(
      link.keys.bans.channel,
      (text) => this.hear(text),
      () => {
        this.doubt.begin();
        lookSoon();
      },
    );
  }

  /** Waits for the first snapshot where Redis answers, and keeps the copy fresh from then on. */
  start(): Promise<void> {
    return this.loop.runNow();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  find(address: Address): Ban | undefined {
    return this.set.find(address, this.clock.now());
  }

  async add(wanted: Ban): Promise<boolean> {
    const { ban, network } = checkBan(wanted);
    const now = this.clock.now();
    if (!this.set.add(ban, network, now)) return this.turnDown(ban.expiresAt > now);
    this.full = false;
    this.pending.set(ban.target, ban);
    if (!this.link.up) return true;
    try {
      return await this.write(ban.target, ban);
    } catch {
      return true; // it holds here, and the loop writes it back
    }
  }

  async lift(target: string): Promise<boolean> {
    const { text } = parseTarget(target);
    const held = this.set.remove(text, this.clock.now());
    if (!held && !this.link.up) return false;
    this.pending.set(text, undefined);
    if (!this.link.up) return true;
    try {
      return (await this.write(text, undefined)) || held;
    } catch {
      return held; // lifted here, and the loop writes it back
    }
  }

  list({ cursor = '', limit = 100 } = {}): Promise<{ bans: readonly Ban[]; cursor?: string }> {
    return Promise.resolve(this.set.page(this.clock.now(), cursor, limit));
  }

  /** Writes one change; false where there was no room, or nothing to lift. */
  private async write(target: string, ban: Ban | undefined): Promise<boolean> {
    const { list, ends, state, channel } = this.link.keys.bans;
    const keys = [list, ends, state];
    const answer = ban
      ? await this.link.run(ADD_BAN, keys, [
          target,
          Math.max(1, Math.ceil(ban.expiresAt - this.clock.now())),
          ban.source,
          ban.reason,
          BanSet.roomFor(ban, this.capacity),
          channel,
        ])
      : await this.link.run(LIFT_BAN, keys, [target, channel]);
    if (this.pending.get(target) === ban) this.pending.delete(target);
    const told = this.learn(answer);
    // Our own change needs no message, and must not look like a gap where it is the next.
    if (told.epoch === this.epoch && told.version === this.version + 1) this.version = told.version;
    if (ban && told.outcome >= 0) this.made.add(ban, this.clock.monotonic());
    else this.made.remove(target);
    if (told.outcome >= 0) return ban !== undefined || told.outcome === 1;
    this.set.remove(target, this.clock.now());
    return this.turnDown(true);
  }

  private async catchUp(signal: AbortSignal): Promise<void> {
    if (!this.link.up) return;
    await this.writeBack(signal);
    let state = await this.ask();
    if (state.epoch !== this.epoch || state.version < this.version) {
      // Redis has lost what we still know: it was restarted empty, or from an older copy.
      for (const ban of this.set.values()) if (!this.pending.has(ban.target)) this.pending.set(ban.target, ban);
      await this.writeBack(signal);
      state = await this.ask();
    } else if (state.version === this.version && this.continuous) return this.watchMessages(state);
    // What an outage may have cost is written again; otherwise what is not in the list was lifted.
    const since = this.continuous ? this.clock.monotonic() : 0;
    this.continuous = true;
    try {
      await this.readSnapshot(state, since, signal);
    } catch (error) {
      this.continuous = false;
      throw error;
    }
    this.watchMessages(state);
    await this.writeBack(signal);
  }

  private watchMessages({ version }: BanState): void {
    if (!this.link.listening) this.link.listenAgain();
    else if (this.doubt.look(version, this.clock.monotonic())) this.link.renewSubscription();
  }

  private async writeBack(signal: AbortSignal): Promise<void> {
    const changes = [...this.pending];
    for (let i = 0; i < changes.length && !signal.aborted; i += BATCH) {
      await Promise.all(changes.slice(i, i + BATCH).map(([target, ban]) => this.writeOld(target, ban)));
    }
  }

  private async writeOld(target: string, ban: Ban | undefined): Promise<void> {
    if (ban && ban.expiresAt <= this.clock.now()) this.pending.delete(target);
    else await this.write(target, ban);
  }

  /** Bans that were made here since then, and that the list lacks, hold and are pending. */
  private async readSnapshot({ epoch, version }: BanState, since: number, signal: AbortSignal): Promise<void> {
    const fresh = new BanSet(this.capacity);
    this.queue = [];
    try {
      let cursor = '0';
      do {
        const page = await this.link.command('HSCAN', this.link.keys.bans.list, cursor, 'COUNT', PAGE);
        const [next, entries] = page as [string, string[]];
        for (let i = 0; i < entries.length; i += 2) this.take(fresh, readBan(entries[i] ?? '', entries[i + 1] ?? ''));
        cursor = next;
      } while (cursor !== '0' && !signal.aborted);
      if (signal.aborted) return;
      for (const ban of this.made.since(since, this.clock.monotonic())) {
        const known = fresh.get(ban.target, this.clock.now()) ?? this.pending.has(ban.target);
        if (!known) this.pending.set(ban.target, ban);
      }
      for (const ban of this.pending.values()) if (ban) fresh.add(ban, parseTarget(ban.target), this.clock.now());
      this.set = fresh;
      this.epoch = epoch;
      this.version = version;
    } finally {
      const missed = this.queue;
      this.queue = undefined;
      for (const change of missed) this.apply(change);
    }
  }

  private hear(text: string): void {
    const change = readChange(text);
    if (!change) return;
    if (change.epoch === this.epoch) this.doubt.hear(change.version);
    if (!this.queue) this.apply(change);
    else if (this.queue.length < MAX_QUEUE) this.queue.push(change);
  }

  private apply({ epoch, version, target, ban }: BanChange): void {
    if (epoch === this.epoch && version <= this.version) return;
    if (epoch !== this.epoch || version > this.version + 1) {
      void this.loop.runNow();
      return;
    }
    this.version = version;
    if (ban) this.take(this.set, ban);
    else this.forget(target);
  }

  private forget(target: string): void {
    this.set.remove(target, this.clock.now());
    this.made.remove(target);
  }

  /** Takes a ban in the server's time into a set, in ours. */
  private take(set: BanSet, ban: Ban | undefined): void {
    if (!ban) return;
    const { skew } = this;
    const ours = { ...ban, createdAt: ban.createdAt - skew, expiresAt: ban.expiresAt - skew };
    try {
      set.add(ours, parseTarget(ban.target), this.clock.now());
    } catch {
      // Not a target: somebody else wrote it. It cannot match an address anyway.
    }
  }

  private async ask(): Promise<BanState> {
    const { list, ends, state } = this.link.keys.bans;
    return this.learn(await this.link.run(BAN_STATE, [list, ends, state], []));
  }

  private learn(answer: unknown): BanState {
    const state = readState(answer);
    const skew = state.now - this.clock.now();
    this.skew = Math.abs(skew) < TOLERATED_SKEW ? 0 : skew;
    return state;
  }

  private turnDown(full: boolean): false {
    if (full && !this.full)
      this.log.warn(`${this.set.size} bans are in force: new ones are turned down until some end`);
    this.full = full;
    return false;
  }
}
