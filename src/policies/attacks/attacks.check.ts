import {
  type DetectionEngine,
  type DetectionSettings,
  type FieldException,
  type Finding,
  type Inspection,
  type UnreadReason,
} from '../../detection/index.js';
import {
  type Check,
  type Exchange,
  type RouteMetadata,
  type RuleSet,
  type Step,
  type Verdict,
} from '../../kernel/index.js';
import { DETECTION, type RouteDetection } from './decorators.js';
import { compileException } from './exceptions.js';
import { type DetectionOptions } from './options.js';
import { pathMatcher } from './path-pattern.js';
import { settingsOf } from './settings.js';

/** Told of every finding, and whether it is to be refused. */
export type OnFinding = (exchange: Exchange, finding: Finding, refused: boolean) => void;

/** Exceptions that hold on some paths only. */
interface PathExceptions {
  readonly matches: (path: string) => boolean;
  readonly exception: FieldException;
}

/** Called for every part of a request that could not be inspected. */
export type OnUnread = (reason: UnreadReason) => void;

/** Looks for attacks: in the head of a request before the body is read, and in the body once it is there. */
export class AttacksCheck implements Check {
  readonly name = 'detection';
  private enabled: boolean;
  private readonly settings: DetectionSettings;
  private readonly byPath: readonly PathExceptions[];

  constructor(
    private readonly options: DetectionOptions,
    private readonly engine: DetectionEngine,
    private readonly onUnread: OnUnread,
    private readonly onFinding: OnFinding,
  ) {
    this.enabled = options.enabled;
    this.settings = settingsOf(options);
    this.byPath = options.exceptions.flatMap((exception) =>
      exception.path === undefined
        ? []
        : [{ matches: pathMatcher(exception.path), exception: compileException(exception) }],
    );
  }

  head(route?: RouteMetadata): Step {
    const settings = this.settingsFor(route);
    return { check: this.name, run: (exchange) => this.inspectHead(exchange, settings) };
  }

  body(route?: RouteMetadata): Step | undefined {
    if (!this.options.body) return undefined;
    const settings = this.settingsFor(route);
    return { check: this.name, run: (exchange) => this.inspectBody(exchange, settings) };
  }

  /** Whether bodies are looked at now; the platform's rules can change it. */
  get readsBodies(): boolean {
    return this.enabled && this.options.body;
  }

  applyRules(rules: RuleSet | undefined): void {
    this.enabled = rules?.detection ?? this.options.enabled;
  }

  private settingsFor(route: RouteMetadata | undefined): DetectionSettings {
    const own = route?.read<RouteDetection>(DETECTION);
    return own ? settingsOf(this.options, own) : this.settings;
  }

  /** With the exceptions of this path: of the path as the router sees it, and of what it normalises to. */
  private on(exchange: Exchange, settings: DetectionSettings): DetectionSettings {
    const { path, rawPath } = exchange;
    if (this.byPath.length === 0 || path === undefined) return settings;
    const meant = this.byPath.filter(({ matches }) => matches(path) && matches(rawPath));
    if (meant.length === 0) return settings;
    return { ...settings, exceptions: [...settings.exceptions, ...meant.map(({ exception }) => exception)] };
  }

  private inspectHead(exchange: Exchange, settings: DetectionSettings): Verdict | undefined {
    if (!this.enabled || exchange.allowed) return undefined;
    return this.verdictOf(exchange, this.engine.inspectHead(exchange, this.on(exchange, settings)));
  }

  private inspectBody(exchange: Exchange, general: DetectionSettings): Verdict | undefined {
    if (!this.enabled || exchange.allowed) return undefined;
    const { body, rawBody } = exchange;
    const settings = this.on(exchange, general);
    const type = exchange.headers['content-type'];
    const encoding = exchange.headers['content-encoding'];
    if (rawBody) {
      return this.verdictOf(exchange, this.engine.inspectRawBody({ ...rawBody, type, encoding }, settings));
    }
    if (body instanceof Uint8Array) {
      // A raw parser of the framework: Express opens what was compressed, Fastify does not.
      const raw = { bytes: body, type, encoding, perhapsOpened: true, truncated: false };
      return this.verdictOf(exchange, this.engine.inspectRawBody(raw, settings));
    }
    if (body === undefined || body === null) return undefined;
    return this.verdictOf(exchange, this.engine.inspectParsedBody(body, type, settings));
  }

  private verdictOf(exchange: Exchange, inspection: Inspection | undefined): Verdict | undefined {
    if (!inspection) return undefined;
    const { finding, flagged, unread } = inspection;
    if (unread) this.onUnread(unread);
    const seen = finding ?? flagged;
    if (seen) this.onFinding(exchange, seen, finding !== undefined);
    if (finding) return this.refusalOf(finding);
    const { onBudget } = this.options;
    // What no bound but its own form keeps from being read (a picture, an unknown encoding) is counted alone.
    if (unread && unread !== 'unreadable' && onBudget !== 'allow') {
      return { ...this.unreadVerdict(unread), ...(onBudget === 'flag' && { flagged: true }) };
    }
    return flagged && { ...this.refusalOf(flagged), offence: false, flagged: true };
  }

  private unreadVerdict(unread: UnreadReason): Verdict {
    return {
      check: this.name,
      category: 'unread',
      status: 413,
      reason: `not inspected in full: ${unread}`,
      event: 'suspicious_request',
      rule: 'detection.onBudget',
      evidence: { unread },
    };
  }

  private refusalOf({ category, detector, place, confidence, excerpt, offset, steps }: Finding): Verdict {
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
