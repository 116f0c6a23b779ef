export const PLACES = ['path', 'query', 'header', 'cookie', 'body'] as const;

/** Characters of the name of a place that are kept. */
export const MAX_NAME = 100;

/**
 * Where in a request a text stood. `name` is the key, header, cookie, field or JSON path; of a parameter in a Referer,
 * `referer.` and its name.
 */
export interface Place {
  readonly kind: (typeof PLACES)[number];
  readonly name?: string;
}

/** What the engine found: the first finding that decides, by confidence. Plain data. */
export interface Finding {
  /** The attack category, such as `sqli`, `xss`, `path-traversal`. */
  readonly category: string;
  /** The detector and what it saw, such as `sql:tautology`. */
  readonly detector: string;
  readonly place: Place;
  /** 0 to 1. */
  readonly confidence: number;
  /** The normalised text around the match, at most 100 characters; for the operator only. */
  readonly excerpt: string;
  /** Offset of the match in the normalised text. */
  readonly offset: number;
  /** The normalisation steps that led from the raw text to the match, in order, such as `['percent', 'html']`. */
  readonly steps: readonly string[];
}

/** Why a part of a request was not inspected. Counted, never a silent pass. */
export type UnreadReason = 'too-large' | 'too-deep' | 'too-many' | 'unreadable' | 'budget';

export interface Inspection {
  /** The finding that makes the request an attack, if any. */
  readonly finding?: Finding;
  /** The first finding of a category that is only to be told; where there is no finding that decides. */
  readonly flagged?: Finding;
  readonly unread?: UnreadReason;
}

/** The head of a request as the HTTP server parsed it. */
export interface RequestHead {
  readonly method: string;
  /** The request target as on the request line. */
  readonly target: string;
  /** Names in lower case, values as Node gives them (one character per byte). */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Bytes of a body as they came, perhaps only the first of them. */
export interface RawBody {
  readonly bytes: Uint8Array;
  /** The Content-Type header. */
  readonly type: string | undefined;
  /** The Content-Encoding header. */
  readonly encoding?: string | undefined;
  /** True where the encoding may have been opened already. */
  readonly perhapsOpened?: boolean;
  /** True where `bytes` is only a prefix. */
  readonly truncated: boolean;
}

/** What is ordinary at one place of a request: these categories are not held against it. */
export interface FieldException {
  readonly in: Place['kind'];
  /**
   * The name of the parameter, header, cookie or field. In bodies and queries a path: `post.html`, `items.sku` (lists add
   * nothing), `*` for any one name; what lies below is meant too. `*` alone: all of the place, also what has no name.
   */
  readonly field: string;
  readonly categories: ReadonlySet<string>;
}

/** What a GraphQL document may be; more is a finding. Fragments count where they are put in. */
export interface GraphqlLimits {
  /** Nested selections; nested lists and objects of values. */
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxFields: number;
  readonly maxDirectives: number;
  /** Operations of one batch. */
  readonly maxBatch: number;
  /** Whether `__schema` and `__type` may be asked for. */
  readonly introspection: 'allow' | 'block';
}

export interface DetectionSettings {
  /** Bytes of a body that are read; what is beyond is marked `too-large`. */
  readonly maxBodyBytes: number;
  /** Names and values that are inspected per request; more is marked `too-many`. */
  readonly maxValues: number;
  /** Characters that are inspected per request; more is marked `budget`. */
  readonly maxChars: number;
  /** Steps of the detectors per request, see `Budget`; what is past them is marked `budget`. */
  readonly maxSteps: number;
  /** Depth of JSON; deeper is marked `too-deep`. */
  readonly maxDepth: number;
  readonly graphql: GraphqlLimits;
  /**
   * Whether texts that are declared to be source code are judged as such: by a language beside them, a block of code
   * around them, the name of their field, or how they begin. Clients can declare what they like.
   */
  readonly declaredCode: boolean;
  /** Categories that are off. */
  readonly off: ReadonlySet<string>;
  /** Categories whose findings do not decide, and are told. */
  readonly flag: ReadonlySet<string>;
  /** The least confidence that counts, by category, where it is above what the kind of text asks for. */
  readonly thresholds: ReadonlyMap<string, number>;
  /** What is ordinary at which place. */
  readonly exceptions: readonly FieldException[];
  /** Header names (lower case), query keys and body fields that are not inspected. */
  readonly exclude: {
    readonly headers: ReadonlySet<string>;
    readonly params: ReadonlySet<string>;
    readonly bodyFields: ReadonlySet<string>;
  };
}

/** What became of a match. `weak`: less sure than the kind of text, or the threshold of its category, asks for. */
export type MatchFate = 'blocks' | 'flags' | 'weak' | 'excepted' | 'off';

/** Is told every step of an inspection, for who explains one. In service there is none. */
export interface DetectionTrace {
  /** A text is read as the platform hands it on, at most as much of it as the bounds let. */
  text(text: string, role: string, place: Place): void;
  /** A further reading of that text, and the normalisation steps that led to it; or a text that is judged by its form. */
  view(text: string, steps: readonly string[]): void;
  /** A detector saw something in the reading before. `needed` is the confidence that counts there. */
  match(finding: Finding, needed: number, fate: MatchFate): void;
  /** Something was not read, at the text that follows or after the one before. */
  unread(reason: UnreadReason): void;
}

/**
 * Reads a request's texts and says whether one of them is an attack. No I/O, no clock, linear in its input; never
 * throws. What it keeps between calls is bounded and changes no answer.
 */
export interface DetectionEngine {
  /** Path, query, headers and cookies: what is known before the body is read. */
  inspectHead(head: RequestHead, settings: DetectionSettings, trace?: DetectionTrace): Inspection | undefined;
  /** A body that the framework has parsed: any JSON-like value, or text with its media type. */
  inspectParsedBody(
    body: unknown,
    type: string | undefined,
    settings: DetectionSettings,
    trace?: DetectionTrace,
  ): Inspection | undefined;
  /** A body as bytes: JSON, form, multipart, XML, GraphQL, text, by its media type; compressed within the limits. */
  inspectRawBody(body: RawBody, settings: DetectionSettings, trace?: DetectionTrace): Inspection | undefined;
}
