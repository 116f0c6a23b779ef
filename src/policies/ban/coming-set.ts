import { type Ban } from '../../stores/index.js';

/** Bans that are likely and not made yet, each for as long as one of those who expect it does: bounded by these. */
export class ComingSet {
  private readonly byTarget = new Map<string, { readonly ban: Ban; expecting: number }>();

  get size(): number {
    return this.byTarget.size;
  }

  get(target: string): Ban | undefined {
    return this.byTarget.get(target)?.ban;
  }

  add(ban: Ban): void {
    const held = this.byTarget.get(ban.target);
    if (held) held.expecting += 1;
    else this.byTarget.set(ban.target, { ban, expecting: 1 });
  }

  remove({ target }: Ban): void {
    const held = this.byTarget.get(target);
    if (!held) return;
    held.expecting -= 1;
    if (held.expecting === 0) this.byTarget.delete(target);
  }
}
