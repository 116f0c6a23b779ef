import { jest } from '@jest/globals';
import fc from 'fast-check';
import {
  createDetectionEngine,
  DEFAULT_DETECTION_SETTINGS,
  DETECTION_CATEGORIES,
} from '../../../src/detection/index.js';
import { DETECTORS } from '../../../src/detection/detectors/index.js';
import { engineOver } from '../../../src/detection/engine.js';
import { UnfilteredRuleSet } from '../../../src/detection/rules.js';
import { EXAMPLES } from '../../attacks/examples.js';

const engine = createDetectionEngine();
const PIECES = [
  "'",
  '"',
  '`',
  ' or ',
  ' and ',
  '1',
  '=',
  '1=1',
  '--',
  '#',
  '/*',
  '*/',
  ';',
  '|',
  '&',
  '$(',
  '${',
  '{{',
  '}}',
  '}',
  ')',
  '(',
  '<',
  '>',
  '<script',
  ' on',
  'load=',
  'alert(',
  'javascript:',
  '../',
  '..\\',
  '/etc/',
  'passwd',
  'union ',
  'select ',
  'from ',
  'sleep(',
  'id',
  'cat ',
  'ls',
  ' -la',
  '\n',
  '\r\n',
  '%27',
  '%253c',
  '&lt;',
  '\\u003c',
  'http://',
  '//',
  '@',
  '127.0.0.1',
  'localhost',
  '<?php',
  'system(',
  '$a',
  '__proto__',
  'constructor',
  '[',
  ']',
  '.',
  'java.lang.',
  'Runtime',
  'require(',
  'process.',
  'é',
  '；',
  '\u0000',
  ',',
  ':',
  'a',
  'word ',
  '7*7',
  '<!ENTITY ',
  'SYSTEM ',
  '*)(',
  'uid=',
  'set-cookie:',
  'x',
  '2f',
  '%c0%ae',
  '~',
  '?',
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(...EXAMPLES.map(({ text }) => text)),
);

describe('The engine', () => {
  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        text,
        fc.object({ maxDepth: 4 }),
        fc.uint8Array({ maxLength: 200 }),
        fc.string({ maxLength: 60 }),
        (value, body, bytes, type) => {
          engine.inspectHead(
            {
              method: value,
              target: `/${value}?${value}`,
              headers: { cookie: value, referer: value, [value]: [value] },
            },
            DEFAULT_DETECTION_SETTINGS,
          );
          engine.inspectParsedBody(body, type, DEFAULT_DETECTION_SETTINGS);
          engine.inspectParsedBody(value, type, DEFAULT_DETECTION_SETTINGS);
          for (const media of [
            type,
            'application/json',
            'application/xml',
            'multipart/form-data; boundary=a',
            'application/graphql',
            'text/html',
          ]) {
            engine.inspectRawBody(
              { bytes, type: media, truncated: bytes.length % 2 === 0 },
              DEFAULT_DETECTION_SETTINGS,
            );
            engine.inspectRawBody(
              { bytes: Buffer.from(value), type: media, truncated: false },
              DEFAULT_DETECTION_SETTINGS,
            );
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('says the same twice: it keeps nothing', () => {
    fc.assert(
      fc.property(text, (value) => {
        const ask = () => engine.inspectParsedBody({ value }, undefined, DEFAULT_DETECTION_SETTINGS);
        expect(ask()).toEqual(ask());
      }),
      { numRuns: 1000 },
    );
  });

  it('only names categories of the published list', () => {
    fc.assert(
      fc.property(text, (value) => {
        const category = engine.inspectParsedBody({ value }, undefined, DEFAULT_DETECTION_SETTINGS)?.finding?.category;
        if (category !== undefined) expect(DETECTION_CATEGORIES).toContain(category);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('The automaton before the rooms', () => {
  it('hides no match: an engine that asks every room about every text finds the same', () => {
    jest.setTimeout(60_000);
    const thorough = engineOver(new UnfilteredRuleSet(DETECTORS));
    const head = (value: string) => ({
      method: 'GET',
      target: `/a/${encodeURIComponent(value)}?${encodeURIComponent(value)}=${encodeURIComponent(value)}`,
      headers: { 'x-a': value, cookie: value },
    });
    fc.assert(
      fc.property(text, (value) => {
        expect(engine.inspectHead(head(value), DEFAULT_DETECTION_SETTINGS)).toEqual(
          thorough.inspectHead(head(value), DEFAULT_DETECTION_SETTINGS),
        );
      }),
      // A fixed seed: a literal that is missing is a fault of the room that is being changed, not of a later run.
      { numRuns: 6000, seed: 20261124 },
    );
  });
});
