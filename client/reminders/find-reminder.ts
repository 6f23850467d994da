import { VIAS, type Via } from '../../core/naming/physical-names.ts';
import { readExecutionName, withoutSuffix } from '../../core/reminder/execution-name.ts';
import { checkReminderRequest, type Reminder } from '../../core/reminder/reminder-request.ts';
import { type Status, statusOfExecution } from '../../core/reminder/reminder-status.ts';
import { executionArn, isExecutionName, nameInArn } from '../aws/execution-arn.ts';
import type { DescribedExecution } from '../aws/executions.ts';
import { lookAgain } from '../aws/look-again.ts';
import type { ReminderSchedule } from '../aws/schedule-fields.ts';
import type { Machines } from '../deployment.ts';
import { ClientError } from '../failures.ts';
import { isWholeId } from './execution-id.ts';
import { fateOf, findSecond, viaOfExecution } from './reminder-fate.ts';
import { fieldsOf, readInput } from './reminder-input.ts';
import { nextOccurrence, type RepeatedReminder, readRepeated } from './repeated-reminder.ts';
import { isShortFor } from './short-ids.ts';

/** A reminder, read from its execution or from its schedule. */
export interface FoundReminder {
  readonly id: string;
  readonly via: Via;
  readonly status: Status;
  /**
   * The due time in milliseconds since the epoch, from the execution's name, or else from its input. Missing if neither
   * contains it.
   */
  readonly due: number | undefined;
  readonly message: string | undefined;
  readonly subject: string | undefined;
  /** The execution's parsed input, which can be any JSON value. `undefined` if the input is not JSON. */
  readonly input: unknown;
  /** The reminder in the input. Missing if the checks refuse the input. */
  readonly accepted: Reminder | undefined;
  /** The reminder's execution. For a scheduled reminder, this is the execution that the schedule will start. */
  readonly execution: DescribedExecution;
  /** The name of the schedule that will start the reminder. Missing if the reminder is not scheduled. */
  readonly schedule?: string;
  /**
   * The schedule that repeats the reminder. If this field is present, `due` is the next occurrence. Missing if the reminder is
   * due only once.
   */
  readonly repeated?: RepeatedReminder;
}

/** A reminder that matches a given id. */
interface Match {
  readonly id: string;
  readonly via: Via;
  /** Reads the reminder. Returns `undefined` if Step Functions deleted the execution after the search. */
  readonly read: () => Promise<FoundReminder | undefined>;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** Reads a reminder from its execution. Omits invalid parts of the input. */
export function readReminder(execution: DescribedExecution, via: Via): FoundReminder {
  const input = readInput(execution.input);
  const verdict = checkReminderRequest(input, execution.startedAt);
  const accepted = 'problem' in verdict ? undefined : verdict;
  const { message, subject } = accepted ?? fieldsOf(input);
  return {
    id: execution.name,
    via,
    status: statusOfExecution(execution.status),
    due: readExecutionName(execution.name)?.due ?? (accepted && Date.parse(accepted.dueAt)),
    message: textOf(message),
    subject: textOf(subject),
    input,
    accepted,
    execution,
  };
}

/**
 * Reads a scheduled reminder. Returns `undefined` if the schedule starts another deployment's state machine, or if it is
 * recurring but its input describes no repetition.
 */
export async function readScheduled(
  { arns }: Machines,
  schedule: ReminderSchedule,
): Promise<FoundReminder | undefined> {
  const { name, executionName = name, stateMachineArn, input, createdAt: startedAt } = schedule;
  const via = VIAS.find((each) => arns[each] === stateMachineArn);
  const arn = executionArn(stateMachineArn, executionName);
  const nothing = {
    stoppedAt: undefined,
    output: undefined,
    error: undefined,
    cause: undefined,
    redriveStatus: undefined,
  };
  const execution = { arn, name, status: 'RUNNING', stateMachineArn, startedAt, input, ...nothing };
  if (!via) {
    return undefined;
  }
  const reminder = { ...readReminder(execution, via), schedule: name };
  if (!schedule.recurrence) {
    return reminder;
  }
  const repeated = await readRepeated(schedule);
  const due = repeated && (await nextOccurrence(repeated.repetition, Date.now()));
  const { message, subject } = fieldsOf(reminder.input);
  return (
    repeated && {
      ...reminder,
      message: textOf(message),
      subject: textOf(subject),
      status: schedule.recurrence.isPaused ? 'paused' : 'pending',
      due,
      repeated,
    }
  );
}

/** Finds the scheduled reminder whose schedule has this exact name. Returns `undefined` if there is none. */
export async function findScheduled(machines: Machines, name: string): Promise<FoundReminder | undefined> {
  const schedule = await machines.schedules.find(name);
  return schedule && readScheduled(machines, schedule);
}

/**
 * Reads a reminder from its execution. If the execution has passed the reminder to EventBridge Scheduler, reads the reminder
 * from its schedule. If the schedule has started an execution, reads the reminder from that execution.
 */
async function readFound(machines: Machines, first: DescribedExecution, firstVia: Via): Promise<FoundReminder> {
  const { status, schedule, execution } = await fateOf(machines, first);
  const via = viaOfExecution(machines, execution) ?? firstVia;
  return (schedule && (await readScheduled(machines, schedule))) ?? { ...readReminder(execution, via), status };
}

/** Reads the reminders whose executions have this exact name, at most one on each state machine. */
async function readExactly(machines: Machines, vias: readonly Via[], name: string): Promise<readonly FoundReminder[]> {
  if (!isExecutionName(name)) {
    return [];
  }
  const found = await Promise.all(
    vias.map(async (via) => {
      const execution = await machines.executions.describe(executionArn(machines.arns[via], name));
      return execution ? [await readFound(machines, execution, via)] : [];
    }),
  );
  // executions of both state machines may have passed the same reminder to one schedule
  return [...new Map(found.flat().map((each) => [each.execution.arn, each])).values()];
}

/**
 * Finds the reminders with the given full id. If no execution has this name, looks for a schedule with the name, and then for
 * the execution that the schedule started. The first execution may be missing, because Step Functions deletes it 90 days after
 * its end.
 */
async function findWhole(machines: Machines, vias: readonly Via[], name: string): Promise<readonly FoundReminder[]> {
  const look = async () => {
    const found = await readExactly(machines, vias, name);
    if (found.length > 0) {
      return found;
    }
    const scheduled = await findScheduled(machines, name);
    if (scheduled) {
      return vias.includes(scheduled.via) ? [scheduled] : [];
    }
    const second = await findSecond(machines, name, vias);
    const via = second && viaOfExecution(machines, second);
    return via ? [readReminder(second, via)] : [];
  };
  return lookAgain(look, ({ length }) => length > 0); // a new execution may not be visible at once
}

/** Finds the reminders whose execution names match the given short id. */
async function search(
  machines: Machines,
  vias: readonly Via[],
  short: string,
  status: string | undefined,
): Promise<readonly Match[]> {
  const { executions, arns } = machines;
  const found = await Promise.all(
    vias.map(async (via) => {
      // the execution that a schedule started has the same id as the reminder's first one; ListExecutions returns it first
      const matches = new Map<string, Match>();
      for await (const page of executions.list(arns[via], { status })) {
        for (const { arn, name } of page.filter((each) => isShortFor(short, each.name) && !matches.has(each.name))) {
          const read = async () => {
            const execution = await executions.describe(arn);
            return execution && readFound(machines, execution, via);
          };
          matches.set(name, { id: name, via, read });
        }
      }
      return [...matches.values()];
    }),
  );
  return found.flat();
}

const matchOf = (found: FoundReminder): Match => ({ id: found.id, via: found.via, read: async () => found });

/** Finds the scheduled reminders whose names match the given short id. */
async function searchScheduled(machines: Machines, vias: readonly Via[], short: string): Promise<readonly Match[]> {
  const matches: Match[] = [];
  for await (const { name } of machines.schedules.list()) {
    const found = isShortFor(short, name) ? await findScheduled(machines, name) : undefined;
    matches.push(...(found && vias.includes(found.via) ? [matchOf(found)] : []));
  }
  return matches;
}

/** Finds the pending and paused reminders whose ids match the given short id. */
async function searchPending(machines: Machines, vias: readonly Via[], short: string): Promise<readonly Match[]> {
  const [running, scheduled] = await Promise.all([
    search(machines, vias, short, 'RUNNING'),
    searchScheduled(machines, vias, short),
  ]);
  return [...running, ...scheduled];
}

/** Returns the pending one of several reminders with the same id. If none or several are pending, returns all. */
function preferPending(found: readonly FoundReminder[]): readonly FoundReminder[] {
  const pending = found.filter(({ status }) => status === 'pending');
  return pending.length === 1 ? pending : found;
}

/**
 * Finds the reminders with exactly this id, at most one on each state machine. If exactly one of them is pending, returns only
 * that one. This function lists no executions, so its duration does not depend on the number of reminders.
 *
 * @param via limits the search to one state machine
 */
export async function findExactly(machines: Machines, id: string, via?: Via): Promise<readonly FoundReminder[]> {
  const vias = via ? [via] : VIAS;
  return preferPending(await (isWholeId(id) ? findWhole : readExactly)(machines, vias, id));
}

/**
 * Finds a reminder by its id, by a unique beginning of the id or of its digest, or by its execution's ARN. If several reminders
 * match and exactly one of them is pending, returns that one.
 *
 * @param via limits the search to one state machine
 * @throws ClientError `empty-id` if the id is blank
 * @throws ClientError `not-of-deployment` if the ARN belongs to another deployment
 * @throws ClientError `not-found` if no reminder matches
 * @throws ClientError `ambiguous` if several reminders match
 * @throws ClientError `forgotten` if Step Functions has just deleted the execution
 */
export async function findReminder(machines: Machines, given: string, via?: Via): Promise<FoundReminder> {
  const id = given.trim();
  const name = nameInArn(id);
  if (name === '') {
    throw new ClientError({ kind: 'empty-id' });
  }
  const isArn = id.includes(':');
  // the same reminder has the same name in every deployment, so compare the whole ARN
  const vias = (via ? [via] : VIAS).filter(
    (each) => !isArn || executionArn(machines.arns[each], name) === withoutSuffix(id),
  );
  if (vias.length === 0) {
    throw new ClientError({ kind: 'not-of-deployment', arn: id });
  }
  const isWhole = isArn || isWholeId(name);
  const [exact, pending] = await Promise.all([
    (isWhole ? findWhole : readExactly)(machines, vias, name),
    isWhole ? [] : searchPending(machines, vias, name),
  ]);
  const [whole, ...rest] = preferPending(exact);
  if (whole && rest.length === 0) {
    return whole;
  }
  let matches = whole ? exact.map(matchOf) : pending;
  if (matches.length === 0 && !isWhole) {
    matches = await search(machines, vias, name, undefined);
  }
  const [only, ...others] = matches;
  if (!only) {
    throw new ClientError({ kind: 'not-found', given });
  }
  if (others.length > 0) {
    throw new ClientError({
      kind: 'ambiguous',
      given,
      candidates: matches.map((each) => ({ id: each.id, via: each.via })),
    });
  }
  const found = await only.read();
  if (!found) {
    throw new ClientError({ kind: 'forgotten', given });
  }
  return found;
}
