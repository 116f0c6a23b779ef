import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { asBoolean, asJson, asNumber, Option } from '../../kernel/index.js';

/** The longest ban: ten years. Longer is a deny list. */
const MAX_SECONDS = 315_360_000;

export interface CategoryBan {
  /** Detections of this category that lead to a ban. */
  readonly threshold: number;
  /** Seconds that the ban holds. */
  readonly duration: number;
}

export class BanOptions {
  @Option({
    about: 'Ban a client after repeated detections. Bans that exist hold in any case.',
    env: 'GUARD_ENABLE_IP_BANNING',
    parse: asBoolean,
  })
  @IsBoolean()
  enabled = true;

  @Option({ about: 'Detections that lead to a ban.', env: 'GUARD_AUTO_BAN_THRESHOLD', parse: asNumber })
  @IsInt()
  @Min(1)
  threshold = 10;

  @Option({
    about: 'Seconds that a ban holds, and seconds within which detections are counted.',
    env: 'GUARD_AUTO_BAN_DURATION',
    parse: asNumber,
  })
  @IsInt()
  @Min(1)
  @Max(MAX_SECONDS)
  duration = 3600;

  @Option({
    about: 'Thresholds of their own by attack category: `{ "sqli": { "threshold": 3, "duration": 86400 } }`.',
    env: 'GUARD_THREAT_BAN_CONFIG',
    parse: asJson,
  })
  categories: Readonly<Record<string, CategoryBan>> = {};

  problems(): { path: string; message: string }[] {
    if (typeof this.categories !== 'object' || this.categories === null || Array.isArray(this.categories)) {
      return [{ path: 'categories', message: 'must be an object' }];
    }
    const found: { path: string; message: string }[] = [];
    for (const [name, entry] of Object.entries(this.categories)) {
      for (const key of ['threshold', 'duration'] as const) {
        const value: unknown = (entry as Partial<CategoryBan> | null)?.[key];
        if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > MAX_SECONDS) {
          found.push({ path: `categories.${name}.${key}`, message: 'must be a whole number of at least 1' });
        }
      }
    }
    return found;
  }
}
