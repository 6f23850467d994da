import { VIAS, type Via } from '../../core/naming/physical-names.ts';
import { checkReminderRequest, type Reminder } from '../../core/reminder/reminder-request.ts';
import { type Status, statusOf } from '../../core/reminder/reminder-status.ts';
import { executionArn, isExecutionName, nameInArn } from '../aws/execution-arn.ts';
import type { DescribedExecution, ListedExecution } from '../aws/executions.ts';
import { lookAgain } from '../aws/look-again.ts';
import type { Machines } from '../deployment.ts';
import { ClientError } from '../failures.ts';
import { isShortFor, isWholeId, readExecutionId } from './execution-id.ts';
import { fieldsOf, readInput } from './reminder-input.ts';

/** A reminder, as its execution shows it. */
export interface FoundReminder {
  readonly id: string;
  readonly via: Via;
  readonly status: Status;
  /** Milliseconds since the epoch; missing if the input is not a reminder. */
  readonly due: number | undefined;
  readonly message: string | undefined;
  readonly subject: string | undefined;
  /** The input of the execution, whatever it is. */
  readonly input: unknown;
  /** The input after the checks; missing if they refuse it. */
  readonly accepted: Reminder | undefined;
  readonly execution: DescribedExecution;
}

interface Candidate extends ListedExecution {
  readonly via: Via;
}

/** Reads the request of an execution, and leaves out what is wrong in it. */
function readReminder(execution: DescribedExecution, via: Via): FoundReminder {
  const input = readInput(execution.input);
  const verdict = checkReminderRequest(input, execution.startedAt);
  const accepted = 'problem' in verdict ? undefined : verdict;
  const { message, subject } = accepted ?? fieldsOf(input);
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    id: execution.name,
    via,
    status: statusOf(execution.status),
    due: readExecutionId(execution.name)?.due ?? (accepted && Date.parse(accepted.dueAt)),
    message: text(message),
    subject: text(subject),
    input,
    accepted,
    execution,
  };
}

/** Describes the executions with exactly this name, at most one on each state machine. */
async function describeExactly(
  { executions, arns }: Machines,
  vias: readonly Via[],
  name: string,
): Promise<readonly (DescribedExecution & Candidate)[]> {
  if (!isExecutionName(name)) {
    return [];
  }
  const found = await Promise.all(
    vias.map(async (via) => {
      const execution = await executions.describe(executionArn(arns[via], name));
      return execution ? [{ ...execution, via }] : [];
    }),
  );
  return found.flat();
}

async function search(
  { executions, arns }: Machines,
  vias: readonly Via[],
  short: string,
  status: string | undefined,
): Promise<readonly Candidate[]> {
  const found = await Promise.all(
    vias.map(async (via) => {
      const candidates: Candidate[] = [];
      for await (const page of executions.list(arns[via], { status })) {
        candidates.push(...page.filter(({ name }) => isShortFor(short, name)).map((each) => ({ ...each, via })));
      }
      return candidates;
    }),
  );
  return found.flat();
}

/**
 * Finds a reminder by its id, by a unique start of the id or of its last part, or by the ARN of its execution. If it fits
 * several reminders, the only pending one is meant.
 *
 * @param via looks at one state machine only
 * @throws ClientError `empty-id`, `not-of-deployment`, `not-found`, `ambiguous` or `forgotten`
 */
export async function findReminder(machines: Machines, given: string, via?: Via): Promise<FoundReminder> {
  const id = given.trim();
  const name = nameInArn(id);
  if (name === '') {
    throw new ClientError({ kind: 'empty-id' });
  }
  const isArn = id.includes(':');
  // the same reminder has the same name in each deployment
  const vias = (via ? [via] : VIAS).filter((each) => !isArn || executionArn(machines.arns[each], name) === id);
  if (vias.length === 0) {
    throw new ClientError({ kind: 'not-of-deployment', arn: id });
  }
  const isWhole = isArn || isWholeId(name);
  const describe = () => describeExactly(machines, vias, name);
  const [exact, pending] = await Promise.all([
    isWhole ? lookAgain(describe, (found) => found.length > 0) : describe(), // AWS may show a new one late
    isWhole ? [] : search(machines, vias, name, 'RUNNING'),
  ]);
  const open = exact.filter(({ status }) => statusOf(status) === 'pending');
  const [whole, ...rest] = open.length === 1 ? open : exact;
  if (whole && rest.length === 0) {
    return readReminder(whole, whole.via);
  }
  let candidates: readonly Candidate[] = whole ? exact : pending;
  if (candidates.length === 0 && !isWhole) {
    candidates = await search(machines, vias, name, undefined);
  }
  const [only, ...others] = candidates;
  if (!only) {
    throw new ClientError({ kind: 'not-found', given });
  }
  if (others.length > 0) {
    throw new ClientError({
      kind: 'ambiguous',
      given,
      candidates: candidates.map((each) => ({ id: each.name, via: each.via })),
    });
  }
  const execution = await machines.executions.describe(only.arn);
  if (!execution) {
    throw new ClientError({ kind: 'forgotten', given });
  }
  return readReminder(execution, only.via);
}
