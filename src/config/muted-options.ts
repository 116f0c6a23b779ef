import { IsArray, IsIn } from 'class-validator';
import {
  asList,
  CHECK_NAMES,
  type CheckName,
  EVENT_TYPES,
  type EventType,
  METRIC_TYPES,
  type MetricType,
  Option,
} from '../kernel/index.js';

function Among(names: readonly string[]): PropertyDecorator {
  return IsIn(names as string[], { each: true, message: `must be among ${names.join(', ')}` });
}

export class MutedOptions {
  @Option({ about: 'Checks that write no log line when they refuse.', env: 'GUARD_MUTED_CHECK_LOGS', parse: asList })
  @IsArray()
  @Among(CHECK_NAMES)
  checks: readonly CheckName[] = [];

  @Option({ about: 'Event types that are never recorded.', env: 'GUARD_MUTED_EVENT_TYPES', parse: asList })
  @IsArray()
  @Among(EVENT_TYPES)
  events: readonly EventType[] = [];

  @Option({ about: 'Metric types that are never recorded.', env: 'GUARD_MUTED_METRIC_TYPES', parse: asList })
  @IsArray()
  @Among(METRIC_TYPES)
  metrics: readonly MetricType[] = [];
}
