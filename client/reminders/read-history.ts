import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { Executions } from '../aws/executions.ts';

/** One event in the history of an execution. */
export interface HistoryRow {
  /** RFC 3339 in UTC. */
  readonly at: string;
  /** The state in which it happened; null before the first state and after the last. */
  readonly state: string | null;
  /** The type of the event, as Step Functions names it. */
  readonly event: string;
  /** How long it took until the next event; null for the last. */
  readonly seconds: number | null;
}

/** Reads the history of an execution: each event with the state it happened in and how long it took. */
export async function readHistory(
  executions: Executions,
  executionArn: string,
  signal?: AbortSignal,
): Promise<readonly HistoryRow[]> {
  const events = await executions.history(executionArn, signal);
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
