import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Definition } from '../../drawing/definition.ts';
import { followHistory } from './follow-history.ts';
import { type HistoryLine, historyLines } from './history-lines.ts';
import { type TimelineItem, timelineOf } from './timeline.ts';
import type { StateStatus, Visit } from './visit.ts';

/** The visits of an execution to one state. */
export interface StateModel {
  /**
   * The status of the newest visit. If several items of a Map visit the state, `retrying`, `running`, `failed` and `caught`
   * take precedence.
   */
  readonly status: StateStatus;
  /** The number of visits. */
  readonly visits: number;
  /** The newest visits, oldest first. */
  readonly newest: readonly Visit[];
}

/** An execution as the page shows it. */
export interface ExecutionModel {
  /** The states that the execution has reached, keyed by name, in the order of their first visits. */
  readonly states: Readonly<Record<string, StateModel>>;
  /** The keys of the arrows that the execution followed, as `edgeKey` returns them. */
  readonly edges: readonly string[];
  readonly timeline: readonly TimelineItem[];
  readonly history: { readonly lines: readonly HistoryLine[]; readonly total: number };
}

/**
 * The maximum number of visits to one state in a model. The visits contain inputs and outputs, and the stack creator checks a
 * stack hundreds of times.
 */
const NEWEST_VISITS = 20;

/** If several items of a Map visit a state, these statuses take precedence over the newest status, in this order. */
const IMPORTANT: readonly StateStatus[] = ['retrying', 'running', 'failed', 'caught'];

function statusOfVisits(visits: readonly Visit[]): StateStatus {
  const latest = new Map(visits.map((visit) => [visit.item, visit.status]));
  const statuses = [...latest.values()];
  return IMPORTANT.find((status) => statuses.includes(status)) ?? statuses.at(-1) ?? 'not reached';
}

/**
 * Derives the model of an execution from its definition and its history.
 *
 * @param events the whole history with inputs and outputs, as GetExecutionHistory returns it
 * @param now the current time in milliseconds since the epoch
 */
export function readExecution(definition: Definition, events: readonly HistoryEvent[], now: number): ExecutionModel {
  const { root, visits, edges, states } = followHistory(definition, events);
  const byState = new Map<string, Visit[]>();
  for (const visit of visits) {
    byState.set(visit.state, [...(byState.get(visit.state) ?? []), visit]);
  }
  return {
    states: Object.fromEntries(
      [...byState].map(([name, all]): [string, StateModel] => [
        name,
        { status: statusOfVisits(all), visits: all.length, newest: all.slice(-NEWEST_VISITS) },
      ]),
    ),
    edges: [...edges],
    timeline: timelineOf(root, now),
    history: historyLines(events, states),
  };
}
