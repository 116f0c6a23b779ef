// libddwaf in the same run: its npm package, with the rules that dd-trace ships, fetched into a temporary folder.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressesOf } from './addresses.mjs';

const RULES = 'dd-trace@5.132.0';
const FILE = 'package/packages/dd-trace/src/appsec/recommended.json';
/** As dd-trace has it, in microseconds; here no rule is to be left out for want of time. */
const TIMEOUT = 5_000_000;

/** Answers what decides over a row, or undefined where package or rules cannot be had. */
export function loadLibddwaf(say) {
  try {
    const { DDWAF } = createRequire(import.meta.url)('@datadog/native-appsec');
    const rules = fetchRules();
    const waf = new DDWAF(rules, 'recommended');
    say(
      `libddwaf ${DDWAF.version()}, rules ${rules.metadata?.rules_version ?? '?'} of ${RULES} (${rules.rules.length})`,
    );
    return (row) => {
      const context = waf.createContext();
      try {
        return context.run({ persistent: addressesOf(row) }, TIMEOUT).events?.length > 0;
      } finally {
        context.dispose();
      }
    };
  } catch (error) {
    say(`libddwaf is not measured: ${error.message.split('\n')[0]}`);
    return undefined;
  }
}

function fetchRules() {
  const folder = mkdtempSync(join(tmpdir(), 'libddwaf-rules-'));
  try {
    const packed = execFileSync('npm', ['pack', RULES, '--silent', '--pack-destination', folder], { encoding: 'utf8' });
    execFileSync('tar', ['-xzf', join(folder, packed.trim()), '-C', folder, FILE]);
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
