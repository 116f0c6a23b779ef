import { GuardConfigurationError } from '../kernel/index.js';
import { FileSpill, type Spill } from '../stores/index.js';
import { type AgentDependencies } from './ports.js';
import { type AgentSettings, NEEDS_REDIS } from './settings.js';

/**
 * Where what waits is kept outside the memory; undefined where it is not.
 *
 * @throws GuardConfigurationError where it is to be in Redis and there is none
 */
export function spillFor(settings: AgentSettings, { clock, log, spill }: AgentDependencies): Spill | undefined {
  const { spill: wanted, spillDirectory: directory } = settings;
  if (!wanted) return undefined;
  if (directory !== undefined) return new FileSpill({ ...wanted, directory }, clock, log);
  if (spill) return spill(wanted);
  throw new GuardConfigurationError([NEEDS_REDIS]);
}
