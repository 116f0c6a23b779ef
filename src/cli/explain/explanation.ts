import { type MatchFate, type Place, type UnreadReason } from '../../detection/index.js';
import { type DetectionException } from '../../policies/attacks/index.js';

/** Everything here that comes from the request is redacted and cut as in events. */
export interface Explanation {
  readonly request: { readonly method: string; readonly path: string };
  /** Settings that are not the defaults, as `detection.modes`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What was read, in order; nothing after what decided. */
  readonly values: readonly ReadValue[];
  readonly unread: readonly Unread[];
  readonly decision: Decision;
  /** What would let pass what decided: an entry for `detection.exceptions`, and the same for the route. */
  readonly exception?: DetectionException;
  readonly decorator?: string;
}

export type Part = 'head' | 'body';

/** One name or value of the request. */
export interface ReadValue {
  readonly part: Part;
  readonly place: Place['kind'];
  readonly name?: string;
  /** What the text is to the application: `name`, `value`, `path`, `segment`, `header` and the like. */
  readonly role: string;
  /** As it was sent, and then as normalisation has it. */
  readonly readings: readonly Reading[];
}

export interface Reading {
  /** The steps that led to it; none for the text as it was sent. */
  readonly steps: readonly string[];
  readonly text: string;
  readonly matches: readonly Seen[];
}

/** What a detector saw in a reading. */
export interface Seen {
  readonly detector: string;
  readonly category: string;
  readonly confidence: number;
  /** The confidence that counts here: by the kind of text, and `detection.thresholds`. */
  readonly needed: number;
  readonly fate: MatchFate;
  readonly offset: number;
  readonly excerpt: string;
}

export interface Unread {
  readonly part: Part;
  readonly reason: UnreadReason;
}

/** What becomes of the request. Where it is only told, `status` and the rest are what a refusal would have had. */
export interface Decision {
  readonly action: 'blocked' | 'told' | 'passed' | 'left out';
  /** Why it is only told, or left out. */
  readonly because?: string;
  readonly status?: number;
  readonly category?: string;
  readonly reason?: string;
  readonly rule?: string;
}
