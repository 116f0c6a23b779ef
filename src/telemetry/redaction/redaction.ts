import { type Metric, type SecurityEvent } from '../../kernel/index.js';
import { REDACTED, SENSITIVE_HEADERS, SENSITIVE_PARAMS, SensitiveNames } from './names.js';
import { redactQuery } from './query.js';
import { type AddressBits, truncateAddresses } from './addresses.js';
import { Tree, type TreeRules } from './tree.js';

export interface RedactionOptions {
  /** Names of headers; the built-in ones where absent. */
  readonly headers?: readonly string[];
  /** Names of query parameters and body fields, beside the built-in ones. */
  readonly params?: readonly string[];
  /** Characters after which a text is cut; 1,024 where absent. */
  readonly maxText?: number;
  /** The bits of an address that stay, wherever it stands; all where absent. */
  readonly addresses?: AddressBits;
}

/** Takes out of telemetry and logs what must not leave the process. The one place that knows how. */
export class Redaction {
  private readonly rules: TreeRules;

  constructor({ headers = SENSITIVE_HEADERS, params = [], maxText = 1_024, addresses }: RedactionOptions = {}) {
    this.rules = { names: new SensitiveNames([...headers, ...SENSITIVE_PARAMS, ...params]), maxText, addresses };
  }

  /** An event fit to be sent: a copy, all of whose texts and metadata are redacted and cut. */
  event(event: SecurityEvent): SecurityEvent {
    const tree = new Tree(this.rules);
    const text = (value: string | undefined): string | undefined =>
      typeof value === 'string' ? tree.text(value) : undefined;
    return {
      type: text(event.type) ?? '',
      at: event.at,
      ip: text(event.ip),
      action: text(event.action),
      reason: text(event.reason),
      country: text(event.country),
      userAgent: text(event.userAgent),
      endpoint: text(event.endpoint),
      method: text(event.method),
      decorator: text(event.decorator),
      rule: text(event.rule),
      pattern: text(event.pattern),
      handler: text(event.handler),
      status: event.status,
      responseTime: event.responseTime,
      metadata: this.evidence(plainObject(tree.copy(event.metadata))),
    };
  }

  /** A piece of a request fit to be shown: nothing of what stands under a sensitive name, nor of cookies. */
  excerpt(place: string, name: string | undefined, text: string): string {
    return this.isSensitive(place, name) ? REDACTED : new Tree(this.rules).text(text);
  }

  /** A metric fit to be sent; tag values become texts. */
  metric(metric: Metric): Metric {
    const tree = new Tree(this.rules);
    const tags = plainObject(tree.copy(metric.tags)) ?? {};
    for (const [key, value] of Object.entries(tags)) {
      if (typeof value !== 'string') tags[key] = typeof value === 'number' ? String(value) : REDACTED;
    }
    return {
      type: metric.type,
      value: metric.value,
      at: metric.at,
      endpoint: typeof metric.endpoint === 'string' ? tree.text(metric.endpoint) : undefined,
      tags: tags as Record<string, string>,
    };
  }

  /** Any value, as plain data. */
  value(value: unknown): unknown {
    return new Tree(this.rules).copy(value);
  }

  /** A line of text, such as one for the log, with its addresses cut where they are to be. */
  line(text: string): string {
    return this.rules.addresses ? truncateAddresses(text, this.rules.addresses) : text;
  }

  /** A URL, path or form body without the values of sensitive parameters. */
  query(text: string): string {
    return redactQuery(text, this.rules.names);
  }

  /** Metadata that shows a piece of a request, with its place. */
  private evidence(metadata: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
    const { place, name, excerpt } = metadata ?? {};
    if (!metadata || typeof place !== 'string' || excerpt === undefined) return metadata;
    if (this.isSensitive(place, typeof name === 'string' ? name : undefined)) metadata.excerpt = REDACTED;
    return metadata;
  }

  /** By the name, or a step of it: `user[password]`, `user.token.value`. */
  private isSensitive(place: string, name = ''): boolean {
    const { names } = this.rules;
    if (place === 'cookie' && names.has('cookie')) return true;
    return names.has(name) || name.split(/[.[\]]+/).some((step) => names.has(step));
  }
}

function plainObject(value: unknown): Record<string, unknown> | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : { value };
}
