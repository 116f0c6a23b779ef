import {
  DETECTION_CATEGORIES,
  type DetectionEngine,
  type DetectionSettings,
  type Inspection,
  type UnreadReason,
} from '../../detection/index.js';
import { type Check, type Exchange, type RuleSet, type Step, type Verdict } from '../../kernel/index.js';
import { type DetectionOptions } from './options.js';

/** Called for every part of a request that could not be inspected. */
export type OnUnread = (reason: UnreadReason) => void;

/** Looks for attacks: in the head of a request before the body is read, and in the body once it is there. */
export class AttacksCheck implements Check {
  readonly name = 'detection';
  private enabled: boolean;
  private readonly settings: DetectionSettings;
  private readonly headStep: Step = { check: this.name, run: (exchange) => this.inspectHead(exchange) };
  private readonly bodyStep: Step = { check: this.name, run: (exchange) => this.inspectBody(exchange) };

  constructor(
    private readonly options: DetectionOptions,
    private readonly engine: DetectionEngine,
    private readonly onUnread: OnUnread,
  ) {
    this.enabled = options.enabled;
    this.settings = settingsOf(options);
  }

  head(): Step {
    return this.headStep;
  }

  body(): Step | undefined {
    return this.options.body ? this.bodyStep : undefined;
  }

  /** Whether bodies are looked at now; the platform's rules can change it. */
  get readsBodies(): boolean {
    return this.enabled && this.options.body;
  }

  applyRules(rules: RuleSet | undefined): void {
    this.enabled = rules?.detection ?? this.options.enabled;
  }

  private inspectHead(exchange: Exchange): Verdict | undefined {
    if (!this.enabled || exchange.allowed) return undefined;
    return this.verdictOf(this.engine.inspectHead(exchange, this.settings));
  }

  private inspectBody(exchange: Exchange): Verdict | undefined {
    if (!this.enabled || exchange.allowed) return undefined;
    const { body, rawBody } = exchange;
    const type = exchange.headers['content-type'];
    if (rawBody) {
      const encoding = exchange.headers['content-encoding'];
      return this.verdictOf(this.engine.inspectRawBody({ ...rawBody, type, encoding }, this.settings));
    }
    if (body instanceof Uint8Array) {
      // A raw parser of the framework: decompressed already.
      return this.verdictOf(this.engine.inspectRawBody({ bytes: body, type, truncated: false }, this.settings));
    }
    if (body === undefined || body === null) return undefined;
    return this.verdictOf(this.engine.inspectParsedBody(body, type, this.settings));
  }

  private verdictOf(inspection: Inspection | undefined): Verdict | undefined {
    if (!inspection) return undefined;
    if (inspection.unread) this.onUnread(inspection.unread);
    const { finding } = inspection;
    if (!finding) return undefined;
    const { category, detector, place, confidence, excerpt, offset, steps } = finding;
    return {
      check: this.name,
      category,
      status: this.options.status,
      reason: `${category} in ${place.kind}`,
      event: 'penetration_attempt',
      rule: detector,
      evidence: { place: place.kind, name: place.name, confidence, excerpt, offset, steps },
      offence: true,
    };
  }
}

function settingsOf(options: DetectionOptions): DetectionSettings {
  const on = new Set(options.categories);
  return {
    maxBodyBytes: options.maxBodyBytes,
    maxValues: options.maxValues,
    maxChars: options.maxChars,
    maxDepth: options.maxDepth,
    off: new Set<string>(DETECTION_CATEGORIES.filter((category) => !on.has(category))),
    exclude: {
      headers: new Set(options.exclude.headers.map((name) => name.toLowerCase())),
      params: new Set(options.exclude.params),
      bodyFields: new Set(options.exclude.bodyFields),
    },
  };
}
