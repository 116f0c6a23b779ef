import { Budget, endsOf, tailOf } from './budget.js';
import { isExcepted } from './exceptions.js';
import { enough, findingOf, placeOf } from './judgement.js';
import { decodeBase64, decodedViews, decodingSteps } from './normalise/index.js';
import { shortened } from './names.js';
import { type RecurringTexts } from './recurring.js';
import { BASE64, DECODABLE, type RuleSet } from './rules.js';
import { type Match, type Role, Subject } from './subject.js';
import {
  type DetectionSettings,
  type DetectionTrace,
  type Finding,
  type Inspection,
  type MatchFate,
  type Place,
  type UnreadReason,
} from './types.js';

/** Steps of a value whatever is in it: to read it, and to look for what rooms look for, by character. */
const STEPS_OF_A_VALUE = 150;
const STEPS_OF_A_CHARACTER = 4;
/** By character, to say which rules a text concerns. */
const STEPS_OF_A_LOOK = 4;
const LEAST_TAIL = 32;
const NO_STEPS: readonly string[] = [];
/** A tag that needs no reading. */
const MARKUP = /<\/?[a-z][a-z\d]{0,15}(?:\s[^<>]{0,400})?\/?>/i;
/** One inspection: the inputs hand it texts, it asks the rooms, and it keeps the bounds. */
export class Reader {
  private finding: Finding | undefined;
  private flagged: Finding | undefined;
  private unread: UnreadReason | undefined;
  private readonly asked: number;
  /** True once a text was turned away because there were too many before it, or they took all steps. */
  private refused = false;
  private values = 0;
  /** What the rooms saw, whether it counted or not, and what they were not shown. */
  private noted = 0;
  /** True for a reading in which references of a page are opened: `&lt;b>` in it is shown as it stands. */
  private shown = false;
  private readonly budget: Budget;
  private chars = 0;

  constructor(
    private readonly rules: RuleSet,
    readonly settings: DetectionSettings,
    /** See `Subject`. True for a body by itself: where it comes from is not known. */
    private readonly foreign: boolean,
    private readonly trace?: DetectionTrace,
  ) {
    this.asked = rules.asked(settings.off);
    this.budget = new Budget(settings.maxSteps);
  }

  /** True when nothing more needs to be read. */
  get done(): boolean {
    return this.finding !== undefined || this.refused;
  }

  get inspection(): Inspection | undefined {
    const { finding, unread } = this;
    const flagged = finding ? undefined : this.flagged;
    if (!finding && !flagged && !unread) return undefined;
    return { ...(finding && { finding }), ...(flagged && { flagged }), ...(unread && { unread }) };
  }

  /** Notes that a part was not read. The first reason stays. */
  mark(reason: UnreadReason): void {
    this.unread ??= reason;
    this.trace?.unread(reason);
  }

  /** Takes steps that an input needs for itself. */
  charge(steps: number): void {
    this.budget.charge(steps);
  }

  /** Reads one text. Answers `done`. */
  read(text: string, role: Role, kind: Place['kind'], fullName?: string): boolean {
    if (this.finding) return true;
    if (this.values >= this.settings.maxValues) {
      this.mark('too-many');
      this.refused = true;
      return true;
    }
    this.values++;
    const left = this.settings.maxChars - this.chars;
    if (text.length > left || this.budget.spent) {
      this.mark('budget');
      this.refused ||= this.budget.spent;
      if (left <= 0 || this.refused) return this.refused;
      text = text.slice(0, left);
    }
    this.chars += text.length;
    this.budget.charge(STEPS_OF_A_VALUE + STEPS_OF_A_CHARACTER * text.length);
    this.trace?.text(text, role, placeOf(kind, fullName));
    const mask = this.rules.mask(text, role);
    if (mask === 0) return false;
    const name = fullName === undefined ? undefined : shortened(fullName);
    if (this.ask(mask, text, role, kind, name, NO_STEPS)) return true;
    const encoded = (mask & DECODABLE) !== 0 || ((mask & BASE64) !== 0 && decodeBase64(text) !== undefined);
    return encoded && this.decode(text, role, kind, name);
  }

  /** Reads the name of a field, unless it is among those of its place in which nothing was seen. Answers `done`. */
  readName(text: string, kind: Place['kind'], path: string, known: Set<string> | undefined): boolean {
    const { maxValues, maxChars } = this.settings;
    if (known?.has(text) && this.values < maxValues && text.length <= maxChars - this.chars) {
      this.trace?.text(text, 'name', placeOf(kind, path));
      this.values++;
      this.chars += text.length;
      return this.done;
    }
    const before = this.noted;
    const done = this.read(text, 'name', kind, path);
    if (known && this.noted === before && this.unread === undefined) known.add(text);
    return done;
  }

  /** Judges what an input saw itself: what the form of a request says, no text in it. */
  report(detector: string, match: Match, text: string, kind: Place['kind'], name?: string): void {
    if (this.finding) return;
    this.trace?.view(text, NO_STEPS);
    this.judge(match, detector, new Subject(text, 'value', name ?? '', kind, this.foreign), 0, name, NO_STEPS);
  }

  /** Reads a text of a head, unless it is known that no room sees anything in it. Answers `done`. */
  readRecurring(text: string, known: RecurringTexts, kind: Place['kind'], name: string): boolean {
    const { maxValues, maxChars } = this.settings;
    // Where a request comes from may matter to a room, so do rooms that are not always asked; a trace is told every step.
    const whole = this.values < maxValues && text.length <= maxChars - this.chars;
    if (!whole || this.foreign || this.trace || this.asked !== this.rules.always)
      return this.read(text, known.role, kind, name);
    if (known.has(text)) {
      this.values++;
      this.chars += text.length;
      return this.done;
    }
    const before = this.noted;
    const done = this.read(text, known.role, kind, name);
    if (this.noted === before && !done) known.add(text);
    return done;
  }

  private decode(text: string, role: Role, kind: Place['kind'], name: string | undefined): boolean {
    const paid = this.budget.take(text.length, decodingSteps(text));
    return this.parts(text, paid, (part) => this.readViews(part, role, kind, name));
  }

  private readViews(text: string, role: Role, kind: Place['kind'], name: string | undefined): boolean {
    for (const view of decodedViews(text, this.affords)) {
      this.trace?.view(view.text, view.steps);
      this.shown = view.steps[0] === 'html' && MARKUP.test(text);
      if (this.ask(this.rules.mask(view.text, role), view.text, role, kind, name, view.steps)) return true;
    }
    this.shown = false;
    return false;
  }

  /** Takes the steps where that leaves something; marks that something is not read where it does not. */
  readonly affords = (steps: number): boolean => {
    const { most } = this.budget;
    this.budget.charge(Math.min(steps, most));
    if (steps > most) this.cut();
    return steps <= most;
  };

  private ask(
    mask: number,
    text: string,
    role: Role,
    kind: Place['kind'],
    name: string | undefined,
    steps: readonly string[],
  ): boolean {
    const asked = mask & this.asked;
    if (asked === 0) return false;
    const looked = this.budget.take(text.length, STEPS_OF_A_LOOK * text.length);
    return this.parts(text, looked, (part, start) => this.askPart(asked, part, start, role, kind, name, steps));
  }

  private askPart(
    asked: number,
    text: string,
    start: number,
    role: Role,
    kind: Place['kind'],
    name: string | undefined,
    steps: readonly string[],
  ): boolean {
    const subject = this.subjectOf(text, role, kind, name);
    const rooms = this.rules.reading(asked, subject);
    if (rooms === 0) return false;
    const { allowance } = this.budget;
    const paid = this.budget.take(text.length, this.rules.cost(rooms, subject));
    if (paid >= text.length) return this.askRooms(rooms, subject, start, allowance, name, steps);
    return this.parts(text, paid, (part, from) =>
      this.askRooms(rooms, this.subjectOf(part, role, kind, name), start + from, allowance / 2, name, steps),
    );
  }

  /** Reads a text, or its beginning and its end where not all of its characters are paid for. */
  private parts(text: string, paid: number, read: (text: string, start: number) => boolean): boolean {
    if (paid >= text.length) return read(text, 0);
    this.cut();
    return endsOf(text, paid).some((part) => read(part.text, part.start));
  }

  /** Asks rooms that left a text before its end what they see there. */
  private askAtEnd(
    rooms: number,
    whole: Subject,
    from: number,
    name: string | undefined,
    steps: readonly string[],
  ): boolean {
    this.cut();
    const { text, start } = tailOf(whole.text);
    if (text.length < LEAST_TAIL) return false;
    const subject = this.subjectOf(text, whole.role, whole.place, name);
    const { allowance } = this.budget;
    const paid = this.budget.take(text.length, this.rules.cost(rooms, subject));
    return paid >= text.length && this.askRooms(rooms, subject, from + start, allowance, name, steps);
  }

  private subjectOf(text: string, role: Role, kind: Place['kind'], name: string | undefined): Subject {
    return new Subject(text, role, name ?? '', kind, this.foreign, this.rules.sieves);
  }

  private cut(): void {
    this.noted++;
    this.mark('budget');
  }

  private askRooms(
    rooms: number,
    subject: Subject,
    start: number,
    allowance: number,
    name: string | undefined,
    steps: readonly string[],
  ): boolean {
    const { detectors } = this.rules;
    let allowed = allowance;
    let left = 0;
    for (let rest = rooms; rest !== 0; rest &= rest - 1) {
      const detector = detectors[31 - Math.clz32(rest & -rest)];
      if (!detector) break;
      const most = allowed / 2;
      subject.allowance = most;
      const match = detector.detect(subject);
      const taken = most - subject.allowance;
      allowed -= taken;
      this.budget.charge(taken);
      if (subject.allowance < 0) left |= rest & -rest;
      if (match && this.judge(match, detector.name, subject, start, name, steps)) return true;
    }
    return left !== 0 && this.askAtEnd(left, subject, start, name, steps);
  }

  /** Keeps a match that counts. Answers whether it decides; one that is only told does not, so that it hides nothing. */
  private judge(
    match: Match,
    detector: string,
    subject: Subject,
    start: number,
    name: string | undefined,
    steps: readonly string[],
  ): boolean {
    this.noted++;
    const needed = Math.max(
      enough(subject, this.settings.declaredCode),
      this.settings.thresholds.get(match.category) ?? 0,
    );
    const fate = this.fateOf(match, needed, subject.place, name);
    const counts = fate === 'blocks' || fate === 'flags';
    if (!counts && !this.trace) return false;
    const finding = findingOf(match, detector, subject, start, name, steps);
    this.trace?.match(finding, needed, fate);
    if (fate === 'flags') this.flagged ??= finding;
    if (fate === 'blocks') this.finding = finding;
    return fate === 'blocks';
  }

  private fateOf({ category, confidence }: Match, needed: number, kind: Place['kind'], name?: string): MatchFate {
    const { off, flag, exceptions } = this.settings;
    if (off.has(category)) return 'off';
    if (confidence < needed || (this.shown && category === 'xss')) return 'weak';
    if (exceptions.length > 0 && isExcepted(exceptions, kind, name, category)) return 'excepted';
    return flag.has(category) ? 'flags' : 'blocks';
  }
}
