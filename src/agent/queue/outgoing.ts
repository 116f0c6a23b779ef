import { type Metric, type SecurityEvent } from '../../kernel/index.js';
import { encodeEvent, encodeMetric } from '../codec/wire.js';
import { type Notices } from '../notices.js';
import { type BeforeSend } from '../options.js';
import { type Redactor } from '../ports.js';
import { type Entry } from './entry.js';
import { type Withheld } from './lane.js';

const BY_HOOK: Withheld = { drop: 'before_send' };
const HOOK_FAILED: Withheld = { drop: 'before_send_failed' };

/** The last station in the process: what was recorded becomes the text that leaves it. */
export class Outgoing {
  constructor(
    private readonly redactor: Redactor,
    private readonly notices: Notices,
    private readonly beforeSend?: BeforeSend,
  ) {}

  readonly event = ({ key, at, item }: Entry<SecurityEvent>): string | Withheld => {
    const event = this.redactor.event(item);
    if (!this.beforeSend) return encodeEvent(key, at, event);
    const changed = this.ask(this.beforeSend, event);
    if (changed === BY_HOOK || changed === HOOK_FAILED) return changed;
    // What the hook added is as unknown as what was recorded.
    return encodeEvent(key, at, this.redactor.event(changed as SecurityEvent));
  };

  readonly metric = ({ at, item }: Entry<Metric>): string => encodeMetric(at, this.redactor.metric(item));

  /** An event that the hook cannot judge is not sent: it may be there to hold back what must not leave. */
  private ask(hook: BeforeSend, event: SecurityEvent): SecurityEvent | Withheld {
    try {
      const answer: unknown = hook(event);
      if (answer === undefined || answer === null) return BY_HOOK;
      if (typeof answer !== 'object' || 'then' in answer) throw new TypeError('it must return an event, or nothing');
      this.notices.end('beforeSend');
      return answer as SecurityEvent;
    } catch (error) {
      const message = this.notices.note(`agent.beforeSend: ${String(error)}`);
      this.notices.once('beforeSend', 'error', `Events are dropped, as the hook fails (${message}).`);
      return HOOK_FAILED;
    }
  }
}
