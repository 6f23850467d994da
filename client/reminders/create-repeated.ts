import type { Via } from '../../core/naming/physical-names.ts';
import { checkReminderRequest } from '../../core/reminder/reminder-request.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import { type RepeatedTexts, repeatedInput } from '../../core/repetition/repeat-field.ts';
import { repeatedName } from '../../core/repetition/repeated-name.ts';
import type { Repetition } from '../../core/repetition/repetition.ts';
import { makeFields } from '../aws/schedule-fields.ts';
import type { Machines } from '../deployment.ts';
import { ClientError, type ClientFailure, orMaybe } from '../failures.ts';
import { ATTEMPTS } from './attempts.ts';
import { type FoundReminder, findScheduled } from './find-reminder.ts';
import { hasTextsOf } from './reminder-input.ts';
import { haveSameRule, nextOccurrence } from './repeated-reminder.ts';

/** A request for a repeated reminder. `readEvery` and `readRrule` in `core/repetition/` parse a repetition. */
export interface RepeatedRequest extends RepeatedTexts {
  readonly repetition: Repetition;
}

/** The options for creating a repeated reminder. */
export interface CreateOptions {
  readonly via: Via;
  /** @default false */
  readonly isPaused?: boolean | undefined;
  /** Called with the id before each CreateSchedule call. */
  readonly onStart?: ((id: string) => void) | undefined;
}

/** A repeated reminder that was created or already existed. */
export interface CreatedRepeated {
  readonly id: string;
  /** False if the reminder already existed. */
  readonly created: boolean;
  readonly status: 'pending' | 'paused';
  readonly via: Via;
  /** The next occurrence, in milliseconds since the epoch. */
  readonly due: number;
}

/**
 * Creates a repeated reminder, which is one schedule that starts an execution at each occurrence. Until the first occurrence
 * has passed, equal requests result in the same schedule name. EventBridge Scheduler accepts a name only once, so repeated
 * calls create the reminder only once.
 *
 * ```ts
 * const repetition = readEvery('weekday at 9am', { now, zone: 'Europe/London' });
 * const { id, due } = await createRepeated(machines, { message, subject, repetition }, { via: 'sns' });
 * ```
 *
 * @throws ClientError `no-occurrence` if the repetition has no occurrence left
 * @throws ClientError `refused` if the request does not pass the checks, or if EventBridge Scheduler does not accept it
 * @throws ClientError `maybe-started` if it is unknown whether the reminder was created
 * @throws ClientError `no-deployment` if a parameter is missing, for example because the deployed version does not support
 * repeated reminders
 * @throws ClientError `too-many-attempts` if every name belongs to another reminder
 */
export async function createRepeated(
  machines: Machines,
  request: RepeatedRequest,
  { via, isPaused = false, onStart }: CreateOptions,
): Promise<CreatedRepeated> {
  const { message, subject, repetition } = request;
  const due = await nextOccurrence(repetition, Date.now());
  if (due === undefined) {
    throw new ClientError({ kind: 'no-occurrence', id: undefined });
  }
  const first = { message, subject, dueAt: formatInstant(due) };
  const target = await machines.scheduleTarget();
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const id = repeatedName(first, repetition, attempt);
    const schedule = { ...repetition, input: checkedInput(id, request, due) };
    const fields = makeFields(machines.arns[via], target, schedule, isPaused);
    onStart?.(id);
    const created = await orRefused(id, machines.schedules.create(id, fields), (cause) => ({
      kind: 'maybe-started',
      id,
      cause,
    }));
    if (created) {
      return { id, created, status: isPaused ? 'paused' : 'pending', via, due };
    }
    const found = await findScheduled(machines, id);
    if (found && isSame(found, request)) {
      const { status, due: next = due } = found;
      return { id, created, status: status === 'paused' ? status : 'pending', via: found.via, due: next };
    }
  }
  throw new ClientError({
    kind: 'too-many-attempts',
    lastId: repeatedName(first, repetition, ATTEMPTS),
    attempts: ATTEMPTS,
  });
}

/** True if a found reminder has the message, subject and rule of a request. Skipped occurrences may differ. */
function isSame({ input, repeated }: FoundReminder, request: RepeatedRequest): boolean {
  return repeated !== undefined && hasTextsOf(input, request) && haveSameRule(repeated.repetition, request.repetition);
}

/**
 * Builds the input of a repeated reminder's schedule. Makes the same check as the state machine does at an occurrence.
 *
 * @param due the occurrence for the check, in milliseconds since the epoch
 * @throws ClientError `refused` if the state machine would refuse the input
 */
export function checkedInput(id: string, { repetition, ...texts }: RepeatedRequest, due: number): string {
  const input = repeatedInput(id, texts, repetition);
  const request = JSON.parse(input) as { readonly repeat: object };
  const atDue = { ...request, repeat: { ...request.repeat, at: formatInstant(due) } };
  const verdict = checkReminderRequest(atDue, Date.now());
  if ('problem' in verdict) {
    throw new ClientError({ kind: 'refused', id, problem: verdict.problem, clockAhead: undefined });
  }
  return input;
}

/**
 * Waits for a call that creates or changes a schedule, and returns the call's result.
 *
 * @param maybe returns the failure to throw if the response is lost
 * @throws ClientError `refused` if EventBridge Scheduler does not accept a field
 * @throws any other error of the call
 */
export async function orRefused<T>(
  id: string,
  call: Promise<T>,
  maybe: (cause: ClientFailure) => ClientFailure,
): Promise<T> {
  try {
    return await orMaybe(call, maybe);
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationException') {
      const problem = `EventBridge Scheduler does not accept this repeated reminder: ${error.message}`;
      throw new ClientError({ kind: 'refused', id, problem, clockAhead: undefined }, { cause: error });
    }
    throw error;
  }
}
