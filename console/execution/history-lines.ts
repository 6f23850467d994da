import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { failureOf } from './event-failure.ts';

/** An event in an execution's history, as the page lists it. */
export interface HistoryLine {
  readonly id: number;
  /** The time of the event in milliseconds since the epoch. */
  readonly at: number;
  readonly event: string;
  readonly state?: string | undefined;
  /** The details of the event: the call, the error and its cause, or the index of an item. */
  readonly detail?: string | undefined;
}

/**
 * The maximum number of events that the page lists. If a history has more, the page lists the newest. A history has at most
 * 25,000 events.
 */
const MOST_LINES = 1_000;
/** The maximum length of an event's detail, in characters. */
const DETAIL_CHARACTERS = 300;

function detailOf(event: HistoryEvent): string | undefined {
  const { error, cause } = failureOf(event);
  const task = event.taskScheduledEventDetails ?? event.taskSucceededEventDetails;
  const index = event.mapIterationStartedEventDetails?.index;
  const words =
    error || cause ? [error, cause].filter(Boolean).join(': ') : task?.resource?.split(':').slice(-2).join(':');
  return words?.slice(0, DETAIL_CHARACTERS) ?? (index === undefined ? undefined : `item ${index + 1}`);
}

/** Returns the newest events of a history, in order, and the total number of events. */
export function historyLines(
  events: readonly HistoryEvent[],
  states: ReadonlyMap<number, string>,
): { readonly lines: readonly HistoryLine[]; readonly total: number } {
  const lines = events.slice(-MOST_LINES).map((event) => ({
    id: event.id ?? 0,
    at: event.timestamp?.getTime() ?? 0,
    event: event.type ?? '',
    state: states.get(event.id ?? 0),
    detail: detailOf(event),
  }));
  return { lines, total: events.length };
}
