import type { HistoryEvent } from '@aws-sdk/client-sfn';

/**
 * An event in a test's history: its type, its details, and the index of the event that it follows, if this is not the previous
 * event.
 */
export type TestEvent = readonly [
  type: string,
  details?: Readonly<Record<string, unknown>>,
  options?: { readonly after?: number; readonly seconds?: number },
];

/** The field of an event's details, such as `taskFailedEventDetails`. */
function fieldOf(type: string): string {
  const kind = type.replace(/^[A-Z][a-z]+State(Entered|Exited)$/, 'State$1');
  return `${kind.charAt(0).toLowerCase()}${kind.slice(1)}EventDetails`;
}

/** Returns a history as AWS returns it. Each event comes a second after the previous event, unless `seconds` says otherwise. */
export function historyOf(events: readonly TestEvent[]): HistoryEvent[] {
  let at = 0;
  return events.map(([type, details, { after, seconds = 1 } = {}], index) => {
    at += seconds * 1_000;
    return {
      id: index + 1,
      previousEventId: after ?? index,
      timestamp: new Date(at),
      type,
      ...(details && { [fieldOf(type)]: details }),
    } as HistoryEvent;
  });
}

/** Returns a history as an HTTP response contains it. The last event is `age` milliseconds old. */
export function historyOnTheWire(events: readonly TestEvent[], age = 0): object[] {
  const history = historyOf(events);
  const last = history.at(-1)?.timestamp?.getTime() ?? 0;
  const shift = Date.now() - age - last;
  return history.map((event) => ({ ...event, timestamp: ((event.timestamp?.getTime() ?? 0) + shift) / 1_000 }));
}
