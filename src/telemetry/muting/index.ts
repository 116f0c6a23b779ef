import { type EventSink, type Metric } from '../../kernel/index.js';

/** Gathers metrics until they are asked for. */
interface Source {
  collect(): readonly Metric[];
}

/** A sink that leaves the named event types out; the sink itself where there are none. */
export function muteEvents(sink: EventSink, types: readonly string[]): EventSink {
  if (types.length === 0) return sink;
  const muted = new Set(types);
  return {
    record: (event) => {
      if (!muted.has(event.type)) sink.record(event);
    },
  };
}

/** A source that leaves the named metric types out; the source itself where there are none. */
export function muteMetrics(source: Source, types: readonly string[]): Source {
  if (types.length === 0) return source;
  const muted = new Set(types);
  return { collect: () => source.collect().filter(({ type }) => !muted.has(type)) };
}
