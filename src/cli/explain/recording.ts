import { type DetectionEngine, type DetectionTrace } from '../../detection/index.js';
import { type Redaction } from '../../telemetry/redaction/index.js';
import { type Part, type Reading, type ReadValue, type Seen, type Unread } from './explanation.js';

const MAX_TEXT = 200;

/** Keeps what an inspection tells of its steps. */
export class Recording {
  readonly values: ReadValue[] = [];
  readonly unread: Unread[] = [];

  constructor(private readonly redaction: Redaction) {}

  /** The same engine, that is listened to. */
  over(engine: DetectionEngine): DetectionEngine {
    return {
      inspectHead: (head, settings) => engine.inspectHead(head, settings, this.traceOf('head')),
      inspectParsedBody: (body, type, settings) => engine.inspectParsedBody(body, type, settings, this.traceOf('body')),
      inspectRawBody: (body, settings) => engine.inspectRawBody(body, settings, this.traceOf('body')),
    };
  }

  private traceOf(part: Part): DetectionTrace {
    let readings: Reading[] = [];
    let matches: Seen[] = [];
    let shown = (text: string): string => text;
    const reading = (text: string, steps: readonly string[]): void => {
      matches = [];
      readings.push({ steps, text: cut(shown(text)), matches });
    };
    return {
      text: (text, role, { kind: place, name }) => {
        // A name is shown as the name of its place anyway.
        const secret = role === 'name' ? undefined : name;
        shown = (piece) => this.redaction.excerpt(role === 'name' ? 'name' : place, secret, piece);
        readings = [];
        reading(text, []);
        this.values.push({ part, place, ...(name !== undefined && { name }), role, readings });
      },
      view: reading,
      match: ({ category, detector, confidence, offset, excerpt }, needed, fate) =>
        matches.push({ detector, category, confidence, needed, fate, offset, excerpt: shown(excerpt) }),
      unread: (reason) => this.unread.push({ part, reason }),
    };
  }
}

const cut = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);
