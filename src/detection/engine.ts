import { DETECTORS } from './detectors/index.js';
import { isForeign, readBytes, readHead, readParsed } from './inputs/index.js';
import { Reader } from './reader.js';
import { recurring } from './recurring.js';
import { RuleSet } from './rules.js';
import { type DetectionEngine } from './types.js';

/** Compiled once: all engines of a process read them, and an application that starts another does not wait again. */
let shipped: RuleSet | undefined;

/** An engine over the rules that the package ships. The first one of a process compiles them. */
export function createDetectionEngine(): DetectionEngine {
  shipped ??= new RuleSet(DETECTORS);
  return engineOver(shipped);
}

/** An engine over a given set of rules. */
export function engineOver(rules: RuleSet): DetectionEngine {
  const known = recurring();
  return {
    inspectHead(head, settings, trace) {
      const reader = new Reader(rules, settings, isForeign(head.headers), trace);
      readHead(reader, head, known);
      return reader.inspection;
    },
    inspectParsedBody(body, type, settings, trace) {
      const reader = new Reader(rules, settings, true, trace);
      readParsed(reader, body, type);
      return reader.inspection;
    },
    inspectRawBody(body, settings, trace) {
      const reader = new Reader(rules, settings, true, trace);
      readBytes(reader, body);
      return reader.inspection;
    },
  };
}
