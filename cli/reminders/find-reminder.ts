import { VIAS, type Via } from '../../core/naming/physical-names.ts';
import { checkReminderRequest, type Reminder } from '../../core/reminder/reminder-request.ts';
import { executionArn, isExecutionName, nameInArn } from '../aws/execution-arn.ts';
import type { DescribedExecution, Executions, ListedExecution } from '../aws/executions.ts';
import { lookAgain } from '../aws/look-again.ts';
import type { Context } from '../context.ts';
import type { StateMachineArns } from '../deployment.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';
import { isShortFor, isWholeId, readExecutionId } from './execution-id.ts';
import { fieldsOf, readInput } from './reminder-input.ts';
import { type Status, statusOf } from './status.ts';

/** A reminder as its execution tells. */
export interface FoundReminder {
  readonly id: string;
  readonly via: Via;
  readonly status: Status;
  /** Missing where the input is none of a reminder. */
  readonly due: number | undefined;
  readonly message: string | undefined;
  readonly subject: string | undefined;
  /** What it was started with, whatever that is. */
  readonly input: unknown;
  /** What the checks have made of the input; missing where they have refused it. */
  readonly accepted: Reminder | undefined;
  readonly execution: DescribedExecution;
}

interface Candidate extends ListedExecution {
  readonly via: Via;
}

/** More than this many are not named one by one. */
const NAMED = 5;

/** Reads what an execution was asked for; whatever is wrong in it is left out. */
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

function ambiguous(given: string, candidates: readonly Candidate[]): Failure {
  const names = candidates.slice(0, NAMED).map(({ name, via }) => `${clean(name)} (${via})`);
  const more = candidates.length > NAMED ? ` and ${candidates.length - NAMED} more` : '';
  const mend =
    new Set(candidates.map(({ name }) => name)).size === 1 ? 'Pass --via sns or --via lambda.' : 'Give more of it.';
  return new Failure(EXIT.usage, `"${clean(given)}" stands for ${names.join(', ')}${more}. ${mend}`);
}

/** The executions that are called just so, one at most on each state machine. */
async function describeExactly(
  executions: Executions,
  stateMachineArns: StateMachineArns,
  vias: readonly Via[],
  name: string,
): Promise<readonly (DescribedExecution & Candidate)[]> {
  if (!isExecutionName(name)) {
    return [];
  }
  const found = await Promise.all(
    vias.map(async (via) => {
      const execution = await executions.describe(executionArn(stateMachineArns[via], name));
      return execution ? [{ ...execution, via }] : [];
    }),
  );
  return found.flat();
}

async function search(
  executions: Executions,
  stateMachineArns: StateMachineArns,
  vias: readonly Via[],
  short: string,
  statusFilter: string | undefined,
): Promise<readonly Candidate[]> {
  const found = await Promise.all(
    vias.map(async (via) => {
      const candidates: Candidate[] = [];
      for await (const page of executions.list(stateMachineArns[via], statusFilter)) {
        candidates.push(...page.filter(({ name }) => isShortFor(short, name)).map((each) => ({ ...each, via })));
      }
      return candidates;
    }),
  );
  return found.flat();
}

/**
 * Finds a reminder by its id, which may be shortened to what is unique: the start of the whole or of its last part. Where
 * a short one fits several, a pending one is meant, if there is just one. The ARN of its execution is an id, too.
 *
 * @throws Failure where there is none, or more than one
 */
export async function findReminder(
  { command }: Context,
  executions: Executions,
  stateMachineArns: StateMachineArns,
  given: string,
  via: Via | undefined,
): Promise<FoundReminder> {
  const id = given.trim();
  const name = nameInArn(id);
  if (name === '') {
    throw new Failure(EXIT.usage, 'The id is empty.', { next: `${command('list')} shows the ids.` });
  }
  const isArn = id.includes(':');
  // the same reminder has the same name in each deployment
  const vias = (via ? [via] : VIAS).filter((each) => !isArn || executionArn(stateMachineArns[each], name) === id);
  if (vias.length === 0) {
    throw new Failure(EXIT.notFound, `${clean(id)} is no execution of this deployment.`, {
      next: 'Pass --service, --region and --via as they are in it.',
    });
  }
  const isWhole = isArn || isWholeId(name);
  const describe = () => describeExactly(executions, stateMachineArns, vias, name);
  const [exact, pending] = await Promise.all([
    isWhole ? lookAgain(describe, (found) => found.length > 0) : describe(), // one that was added just now is there
    isWhole ? [] : search(executions, stateMachineArns, vias, name, 'RUNNING'),
  ]);
  const [whole, ...rest] = exact;
  if (whole && rest.length === 0) {
    return readReminder(whole, whole.via);
  }
  let candidates: readonly Candidate[] = whole ? exact : pending;
  if (candidates.length === 0 && !isWhole) {
    candidates = await search(executions, stateMachineArns, vias, name, undefined);
  }
  const [only, ...others] = candidates;
  if (!only) {
    throw new Failure(EXIT.notFound, `There is no reminder "${clean(given)}".`, {
      next: `${command('list --status all')} shows those of the last 90 days.`,
    });
  }
  if (others.length > 0) {
    throw ambiguous(given, candidates);
  }
  const execution = await executions.describe(only.arn);
  if (!execution) {
    throw new Failure(
      EXIT.notFound,
      `The reminder "${clean(given)}" has just been forgotten by AWS, 90 days after its end.`,
    );
  }
  return readReminder(execution, only.via);
}
