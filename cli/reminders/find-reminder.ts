import { checkRequest } from '../../reminder/check-request.ts';
import type { Via } from '../../reminder/physical-names.ts';
import type { DescribedExecution, Executions, ListedExecution } from '../aws/executions.ts';
import type { Deployment } from '../deployment.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';
import { type Status, statusOf } from '../terminal/status.ts';
import { executionArn, isShortFor, isWholeId, readExecutionId } from './execution-id.ts';

/** The state machines, in the order in which they are asked. */
export const VIAS = ['sns', 'lambda'] as const satisfies readonly Via[];

/** A reminder as its execution tells. */
export interface FoundReminder {
  readonly id: string;
  readonly via: Via;
  readonly status: Status;
  /** Missing where the input is none of a reminder. */
  readonly due: number | undefined;
  readonly message: string | undefined;
  readonly subject: string | undefined;
  readonly execution: DescribedExecution;
}

interface Candidate extends ListedExecution {
  readonly via: Via;
}

/** More than this many are not named one by one. */
const NAMED = 5;

/** Reads what an execution was asked for; whatever is wrong in it is left out. */
function readReminder(execution: DescribedExecution, via: Via): FoundReminder {
  let input: unknown;
  try {
    input = JSON.parse(execution.input);
  } catch {
    input = undefined; // an execution that another endpoint has taken with whatever input
  }
  const verdict = checkRequest(input, execution.startedAt);
  const request =
    'problem' in verdict ? (input as { message?: unknown; subject?: unknown } | null | undefined) : verdict;
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    id: execution.name,
    via,
    status: statusOf(execution.status),
    due: readExecutionId(execution.name)?.due ?? ('problem' in verdict ? undefined : Date.parse(verdict.dueAt)),
    message: text(request?.message),
    subject: text(request?.subject),
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

async function search(
  executions: Executions,
  deployment: Deployment,
  vias: readonly Via[],
  short: string,
  statusFilter: string | undefined,
): Promise<readonly Candidate[]> {
  const found = await Promise.all(
    vias.map(async (via) => {
      const candidates: Candidate[] = [];
      for await (const page of executions.list(deployment.stateMachineArns[via], statusFilter)) {
        candidates.push(...page.filter(({ name }) => isShortFor(short, name)).map((each) => ({ ...each, via })));
      }
      return candidates;
    }),
  );
  const all = found.flat();
  const exact = all.filter(({ name }) => name === short);
  return exact.length > 0 ? exact : all;
}

/**
 * Finds a reminder by its id, which may be shortened to what is unique: the start of the whole or of its last part. Where
 * a short one fits several, a pending one is meant, if there is just one.
 *
 * @throws Failure where there is none, or more than one
 */
export async function findReminder(
  executions: Executions,
  deployment: Deployment,
  given: string,
  via: Via | undefined,
): Promise<FoundReminder> {
  const vias = via ? [via] : VIAS;
  const name = given.trim().split(':').at(-1) ?? ''; // of an ARN the last part
  if (name === '') {
    throw new Failure(EXIT.usage, 'The id is empty: remindme list shows the ids.');
  }
  let candidates: readonly Candidate[] = [];
  if (isWholeId(name)) {
    const found = await Promise.all(
      vias.map(async (each) => {
        const execution = await executions.describe(executionArn(deployment.stateMachineArns[each], name));
        return execution ? [{ ...execution, via: each }] : [];
      }),
    );
    const [only, ...others] = found.flat();
    if (only && others.length === 0) {
      return readReminder(only, only.via);
    }
    candidates = found.flat();
  } else {
    candidates = await search(executions, deployment, vias, name, 'RUNNING');
    if (candidates.length === 0) {
      candidates = await search(executions, deployment, vias, name, undefined);
    }
  }
  const [only, ...others] = candidates;
  if (!only) {
    throw new Failure(
      EXIT.notFound,
      `There is no reminder "${clean(given)}": remindme list --status all shows those of the last 90 days.`,
    );
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
