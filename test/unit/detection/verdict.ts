import {
  createDetectionEngine,
  DEFAULT_DETECTION_SETTINGS,
  type DetectionSettings,
} from '../../../src/detection/index.js';

export const engine = createDetectionEngine();

export const settings = (over: Partial<DetectionSettings> = {}): DetectionSettings => ({
  ...DEFAULT_DETECTION_SETTINGS,
  ...over,
});

/** The category found in a query parameter; undefined where nothing is. */
export const inQuery = (text: string, name = 'q'): string | undefined =>
  engine.inspectHead(
    { method: 'GET', target: `/search?${name}=${encodeURIComponent(text)}`, headers: {} },
    DEFAULT_DETECTION_SETTINGS,
  )?.finding?.category;

/** The category found in a field of a JSON body. */
export const inField = (text: unknown, name = 'comment'): string | undefined =>
  engine.inspectParsedBody({ [name]: text }, 'application/json', DEFAULT_DETECTION_SETTINGS)?.finding?.category;

/** The category found in a target as it is. */
export const inTarget = (target: string, headers: Record<string, string> = {}): string | undefined =>
  engine.inspectHead({ method: 'GET', target, headers }, DEFAULT_DETECTION_SETTINGS)?.finding?.category;

export const inHeader = (name: string, value: string): string | undefined => inTarget('/', { [name]: value });

/** The category found in a body sent as bytes. */
export const inBody = (body: string | Uint8Array, type: string): string | undefined =>
  engine.inspectRawBody(
    { bytes: typeof body === 'string' ? Buffer.from(body) : body, type, truncated: false },
    DEFAULT_DETECTION_SETTINGS,
  )?.finding?.category;

/** A table of texts that are attacks of one category, and of texts that look like it and are none. */
export function table(category: string, attacks: readonly string[], plain: readonly string[], name?: string): void {
  it.each(attacks)('finds %j', (text) => {
    expect([inQuery(text, name), inField(text, name)]).toContain(category);
  });
  it.each(plain)('lets %j pass', (text) => {
    expect(inQuery(text, name)).toBeUndefined();
    expect(inField(text, name)).toBeUndefined();
  });
}
