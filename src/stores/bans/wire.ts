import { type Ban, type BanSource } from './port.js';

/** What is published at each change: `epoch version + target value`, or `epoch version - target`. */
export interface BanChange {
  readonly epoch: string;
  readonly version: number;
  readonly target: string;
  /** The ban, in the time of the server; undefined where it was lifted. */
  readonly ban: Ban | undefined;
}

const CHANGE = /^(\d+) (\d+) ([+-]) (\S+)(?: ([^]*))?$/;
const VALUE = /^(\d+) (\d+) (automatic|rule|manual) ([^]*)$/;

/** Undefined for anything that is no change: whoever may publish on the channel may publish anything. */
export function readChange(text: string): BanChange | undefined {
  const [, epoch, version, sign, target, value] = CHANGE.exec(text) ?? [];
  if (epoch === undefined || target === undefined) return undefined;
  const ban = sign === '+' ? readBan(target, value ?? '') : undefined;
  return sign === '+' && !ban ? undefined : { epoch, version: Number(version), target, ban };
}

/** The ban of a field and value of the list. */
export function readBan(target: string, value: string): Ban | undefined {
  const [, expiresAt, createdAt, source, reason = ''] = VALUE.exec(value) ?? [];
  if (expiresAt === undefined) return undefined;
  return { target, expiresAt: Number(expiresAt), createdAt: Number(createdAt), source: source as BanSource, reason };
}

/** What the ban scripts answer. */
export interface BanState {
  readonly outcome: number;
  readonly now: number;
  readonly epoch: string;
  readonly version: number;
}

export function readState(answer: unknown): BanState {
  const [outcome, now, epoch, version] = answer as [unknown, unknown, string, unknown];
  return { outcome: Number(outcome), now: Number(now), epoch, version: Number(version) };
}
