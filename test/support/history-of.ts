import type { HistoryEvent } from '@aws-sdk/client-sfn';

/**
 * An event in a test's history: its type, its details, and options. `after` is the event's `previousEventId`, by default the id
 * of the event before it. `seconds` is the time since the event before it, by default 1.
 */
export type TestEvent = readonly [
  type: string,
  details?: Readonly<Record<string, unknown>>,
  options?: { readonly after?: number; readonly seconds?: number },
];

/** Returns the name of the details field for the given event type, such as `taskFailedEventDetails`. */
function fieldOf(type: string): string {
  const kind = type.replace(/^[A-Z][a-z]+State(Entered|Exited)$/, 'State$1');
  return `${kind.charAt(0).toLowerCase()}${kind.slice(1)}EventDetails`;
}

/** Returns a history of the given events, as the SDK returns it. */
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

/** Returns a history of the given events, as in AWS's HTTP response. The last event is `age` milliseconds old. */
export function historyOnTheWire(events: readonly TestEvent[], age = 0): object[] {
  const history = historyOf(events);
  const last = history.at(-1)?.timestamp?.getTime() ?? 0;
  const shift = Date.now() - age - last;
  return history.map((event) => ({ ...event, timestamp: ((event.timestamp?.getTime() ?? 0) + shift) / 1_000 }));
}
