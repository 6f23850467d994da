import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { Executions } from '../aws/executions.ts';

/** An event in an execution's history. */
export interface HistoryRow {
  /** The time of the event as RFC 3339 in UTC. */
  readonly at: string;
  /** The name of the current state. Null before the first state and after the last. */
  readonly state: string | null;
  /** The event's type, as Step Functions names it. */
  readonly event: string;
  /** The time until the next event. Null for the last event. */
  readonly seconds: number | null;
}

/** Reads an execution's history. Returns each event with the current state and the time until the next event. */
export async function readHistory(
  executions: Executions,
  executionArn: string,
  signal?: AbortSignal,
): Promise<readonly HistoryRow[]> {
  const events = await executions.history(executionArn, { signal });
  let state: string | null = null;
  return events.map((event, index) => {
    state = event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name ?? state;
    const type = event.type ?? '';
    const at = event.timestamp?.getTime() ?? 0;
    const next = events[index + 1]?.timestamp?.getTime();
    return {
      at: formatInstant(at),
      state: type.startsWith('Execution') ? null : state,
      event: type,
      seconds: next === undefined ? null : (next - at) / 1_000,
    };
  });
}
