import type { Deployment } from '../../client/deployment.ts';
import type { Received } from '../../client/kept/receive-kept.ts';
import { sendUnhandled } from '../../client/kept/send-unhandled.ts';
import type { LostWork, Unhandled, UnhandledEvent, UnhandledProblem } from '../../client/kept/unhandled-event.ts';
import { formatMoment } from '../due-time/moment.ts';
import { clean, shorten } from '../terminal/clean.ts';
import { type KeptList, NOT_OURS, SHOWN_CHARACTERS, SHOWN_PROBLEM_CHARACTERS } from './kept-list.ts';

function describeLost(lost: LostWork, zone: string): string {
  if (lost.kind === 'failure-email') {
    return `failure email of ${clean(lost.execution)}`;
  }
  const due = Date.parse(lost.due ?? '');
  const text = `email of "${shorten(clean(lost.message), SHOWN_CHARACTERS)}"`;
  return Number.isNaN(due) ? text : `${text}, due ${formatMoment(due, zone)}`;
}

function describeProblem(problem: UnhandledProblem): string {
  if (problem.kind === 'not-invoked') {
    return `${problem.by} could not invoke the function.`;
  }
  if (problem.condition === 'EventAgeExceeded') {
    return 'Lambda could not run the function for an hour.';
  }
  return problem.error ?? `Lambda gave up: ${problem.condition}.`;
}

/** The list of unhandled events. */
export function unhandledList(
  received: Received<Unhandled>,
  deployment: Deployment,
  zone: string,
): KeptList<Unhandled, UnhandledEvent> {
  const rowOf = ({ event, message }: Unhandled) => ({
    id: message.id,
    function: event?.functionName ?? null,
    event: event ? describeLost(event.lost, zone) : null,
    problem: event ? describeProblem(event.problem) : NOT_OURS,
  });
  return {
    received,
    headings: ['ID', 'UNHANDLED EVENT', 'PROBLEM'],
    rowOf,
    cellsOf: (item) => {
      const { id, event, problem } = rowOf(item);
      return [clean(id), event ?? '', shorten(clean(problem), SHOWN_PROBLEM_CHARACTERS)];
    },
    send: (item) => sendUnhandled(deployment, received.queue, item),
    sentRowOf: ({ functionName }, { message }) => ({ id: message.id, how: 'invoke', function: functionName }),
    describeSent: ({ functionName, lost }, { message }) =>
      `${functionName} gets ${clean(message.id)} again: ${describeLost(lost, zone)}.`,
  };
}
