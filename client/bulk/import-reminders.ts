import { setTimeout as sleep } from 'node:timers/promises';
import type { Via } from '../../core/naming/physical-names.ts';
import { executionName } from '../../core/reminder/execution-name.ts';
import type { Reminder } from '../../core/reminder/reminder-request.ts';
import { isAlive, statusOfExecution } from '../../core/reminder/reminder-status.ts';
import type { RowPlace } from '../../core/reminder-file/raw-row.ts';
import type { FileRow } from '../../core/reminder-file/read-reminder-file.ts';
import type { FileReminder } from '../../core/reminder-file/read-row.ts';
import type { Repetition } from '../../core/repetition/repetition.ts';
import { executionArn } from '../aws/execution-arn.ts';
import type { Executions } from '../aws/executions.ts';
import type { Deployment, Machines } from '../deployment.ts';
import { type ClientFailure, failureOf, isFailureOfAws } from '../failures.ts';
import { ATTEMPTS } from '../reminders/attempts.ts';
import { createRepeated } from '../reminders/create-repeated.ts';
import { readAttempt } from '../reminders/execution-id.ts';
import { startReminder } from '../reminders/start-reminder.ts';
import { adaptiveMap } from './adaptive-map.ts';
import { RepeatedReminders } from './repeated-reminders.ts';

/** The result of importing one row. */
export type ImportedRow = RowPlace &
  (
    | {
        /** `existing` if the reminder was already pending, paused or sent. */
        readonly status: 'started' | 'existing';
        readonly id: string;
        readonly via: Via;
        readonly reminder: Reminder;
        readonly isRelative: boolean;
        /** The rule of a repeated reminder. Missing if the reminder is due only once. */
        readonly repetition?: Repetition | undefined;
      }
    | { readonly status: 'refused'; readonly problem: string }
    /** A failure that affects only this row, for example because the state machine would refuse the reminder. */
    | { readonly status: 'refused'; readonly failure: ClientFailure }
  );

/** The options for an import. */
export interface ImportOptions {
  /** The state machine for rows that do not specify one. */
  readonly via: Via;
}

/** The maximum number of attempts at a throttled row. Each attempt includes the SDK's own retries. */
const TRIES = 5;
const PAUSE_MILLISECONDS = 500;

/** The lookup stops loading a state machine's pending reminders at this number. */
const KNOWN = 100_000;

/** Calls `work`. While AWS throttles it, retries with growing pauses, up to `TRIES` calls in total. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const failure = failureOf(error);
      const { kind } = 'cause' in failure ? failure.cause : failure;
      if (kind !== 'throttled' || attempt === TRIES) {
        throw error;
      }
      await sleep(PAUSE_MILLISECONDS * 2 ** attempt);
    }
  }
}

/** Returns the ids of a state machine's pending reminders, keyed by the name of the reminder's first execution. */
async function readPending(executions: Executions, stateMachineArn: string): Promise<ReadonlyMap<string, string>> {
  const pending = new Map<string, string>();
  for await (const page of executions.list(stateMachineArn, { status: 'RUNNING' })) {
    for (const { name } of page) {
      pending.set(readAttempt(name, undefined).first, name);
    }
    if (pending.size >= KNOWN) {
      break;
    }
  }
  return pending;
}

/**
 * A lookup of pending reminders. The import loads it when it finds the first reminder that already exists. An earlier import
 * was then probably interrupted. A few ListExecutions calls replace one call for each row.
 */
class PendingReminders {
  private readonly pending: Partial<Record<Via, Promise<ReadonlyMap<string, string>>>> = {};

  /** Loads a state machine's pending reminders. If loading fails, each row needs its own call. */
  load({ executions, arns }: Machines, via: Via): void {
    this.pending[via] ??= readPending(executions, arns[via]).catch(() => new Map());
  }

  async find(reminder: Reminder, via: Via): Promise<string | undefined> {
    return (await this.pending[via])?.get(executionName(reminder));
  }
}

/**
 * Finds the reminder that an earlier import started for a row whose due time has passed. Returns its id if it is pending or
 * sent, and otherwise `undefined`.
 */
async function findMissed({ executions, arns }: Machines, reminder: Reminder, via: Via): Promise<string | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const id = executionName(reminder, attempt);
    const execution = await executions.describe(executionArn(arns[via], id));
    if (!execution) {
      return undefined;
    }
    if (isAlive(statusOfExecution(execution.status))) {
      return id;
    }
  }
  return undefined;
}

/**
 * Starts each reminder of a file exactly once, and yields each row's result, in order. A second import of the same file starts
 * nothing, and an import after an interruption starts only the missing reminders.
 *
 * @throws the error of a call if all further rows would fail too, for example because there are no credentials or no deployment
 */
export async function* importReminders(
  deployment: Deployment,
  rows: AsyncIterable<FileRow>,
  { via: usual }: ImportOptions,
): AsyncGenerator<ImportedRow> {
  const pending = new PendingReminders();
  let throttles = () => 0;
  const repeated = new RepeatedReminders();
  const start = (place: RowPlace, given: FileReminder): Promise<ImportedRow> =>
    deployment.withMachines(async (machines): Promise<ImportedRow> => {
      const { reminder, via = usual, isRelative, missed, repetition, isPaused } = given;
      throttles = () => machines.executions.throttles + machines.schedules.throttles;
      const row = { ...place, via, reminder, isRelative, repetition };
      if (repetition) {
        const request = { message: reminder.message, subject: reminder.subject, repetition };
        const existing = await repeated.find(machines, request, via);
        const { id, created } = existing ?? (await createRepeated(machines, request, { via, isPaused }));
        return { ...row, status: created ? 'started' : 'existing', id };
      }
      const known =
        missed === undefined ? await pending.find(reminder, via) : await findMissed(machines, reminder, via);
      if (known !== undefined) {
        return { ...row, status: 'existing', id: known };
      }
      if (missed !== undefined) {
        return { ...place, status: 'refused', problem: missed };
      }
      const { id, created } = await startReminder(machines, machines.arns[via], reminder);
      if (!created) {
        pending.load(machines, via);
      }
      return { ...row, status: created ? 'started' : 'existing', id };
    });
  const work = async (row: FileRow): Promise<ImportedRow> => {
    const { line, end } = row;
    if ('problem' in row) {
      return { line, end, status: 'refused', problem: row.problem };
    }
    try {
      return await patiently(() => start({ line, end }, row));
    } catch (error) {
      const failure = failureOf(error);
      if (isFailureOfAws(failure) || failure.kind === 'no-deployment') {
        throw error;
      }
      return { line, end, status: 'refused', failure };
    }
  };
  yield* adaptiveMap(rows, { work, throttles: () => throttles() });
}
