import { nameInArn } from '../../client/aws/execution-arn.ts';
import type { Deployment, StateMachineArns } from '../../client/deployment.ts';
import type { Received } from '../../client/kept/receive-kept.ts';
import { type SentUnhandled, sendUnhandled } from '../../client/kept/send-unhandled.ts';
import type { LostWork, Unhandled, UnhandledProblem } from '../../client/kept/unhandled-event.ts';
import { formatMoment } from '../due-time/moment.ts';
import { clean, shorten } from '../terminal/clean.ts';
import { type KeptList, NOT_OURS, SHOWN_CHARACTERS, SHOWN_PROBLEM_CHARACTERS } from './kept-list.ts';

const quote = (message: string) => `"${shorten(clean(message), SHOWN_CHARACTERS)}"`;

function withDue(text: string, dueAt: string | undefined, zone: string): string {
  const due = Date.parse(dueAt ?? '');
  return Number.isNaN(due) ? text : `${text}, due ${formatMoment(due, zone)}`;
}

function describeLost(lost: LostWork, zone: string): string {
  switch (lost.kind) {
    case 'failure-email':
      return `failure email of ${clean(lost.execution)}`;
    case 'refusal-email':
      return `check of the event ${clean(lost.event)}`;
    case 'sweep':
      return `daily sweep of ${clean(lost.time)}`;
    case 'requested-reminder':
      return `reminder${lost.message === undefined ? '' : ` ${quote(lost.message)}`} from ${clean(lost.source)}`;
    case 'scheduled-reminder':
      return withDue(`reminder ${quote(lost.message)}`, lost.due, zone);
    case 'alarm':
    case 'object':
      return `wait for the ${lost.kind} ${shorten(clean(lost.name), SHOWN_CHARACTERS)}`;
    case 'file':
      return `import of ${shorten(clean(lost.name), SHOWN_CHARACTERS)}`;
    case 'email':
      return withDue(`email of ${quote(lost.message)}`, lost.due, zone);
  }
}

function describeProblem({ how, problem }: { readonly how: string; readonly problem: UnhandledProblem }): string {
  if (problem.kind === 'not-invoked') {
    return `${problem.by} could not ${how} the ${how === 'start' ? 'state machine' : 'function'}.`;
  }
  if (problem.condition === 'EventAgeExceeded') {
    return 'Lambda could not run the function for an hour.';
  }
  return problem.error ?? `Lambda gave up: ${problem.condition}.`;
}

/** Returns the `--json` field with the name of the event's function or state machine. */
const whoHad = (event: Unhandled['event']) =>
  event?.how === 'start'
    ? { stateMachine: nameInArn(event.stateMachineArn) }
    : { function: event?.functionName ?? null };

/** Builds the list of unhandled events. */
export function unhandledList(
  received: Received<Unhandled>,
  { deployment, stateMachineArns }: { readonly deployment: Deployment; readonly stateMachineArns: StateMachineArns },
  zone: string,
): KeptList<Unhandled, SentUnhandled> {
  const rowOf = ({ event, message }: Unhandled) => ({
    id: message.id,
    ...whoHad(event),
    event: event ? describeLost(event.lost, zone) : null,
    problem: event ? describeProblem(event) : NOT_OURS,
  });
  return {
    received,
    headings: ['ID', 'UNHANDLED EVENT', 'PROBLEM'],
    rowOf,
    cellsOf: (item) => {
      const { id, event, problem } = rowOf(item);
      return [clean(id), event ?? '', shorten(clean(problem), SHOWN_PROBLEM_CHARACTERS)];
    },
    send: (item) => sendUnhandled(deployment, stateMachineArns, received.queue, item),
    sentRowOf: ({ executionArn, ...event }, { message }) => ({
      id: message.id,
      how: event.how,
      ...whoHad(event),
      ...(executionArn !== undefined && { executionArn }),
    }),
    describeSent: (event, { message }) =>
      `${event.how === 'start' ? nameInArn(event.stateMachineArn) : event.functionName} gets ${clean(message.id)} again: ${describeLost(event.lost, zone)}.`,
  };
}
