import type { Via } from '../../core/naming/physical-names.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { Repetition } from '../../core/repetition/repetition.ts';
import { changeFields, readSchedule, type ScheduleChange } from '../aws/schedule-fields.ts';
import type { Machines } from '../deployment.ts';
import { ClientError } from '../failures.ts';
import { checkedInput, orRefused, type RepeatedRequest } from './create-repeated.ts';
import { type FoundReminder, findReminder, findScheduled, readScheduled } from './find-reminder.ts';
import { repeatedNameOf } from './reminder-input.ts';
import { nextOccurrence, type RepeatedReminder } from './repeated-reminder.ts';

/**
 * Functions that change a repeated reminder. Each function changes the schedule in place, so the reminder keeps its id. `given`
 * is an id in any form that {@link findReminder} accepts, and `via` limits the search to one state machine. Each function
 * throws
 *
 * - ClientError `not-repeated` if the reminder is due only once
 * - ClientError `maybe-changed` if it is unknown whether the reminder was changed (the caller can repeat the call)
 * - ClientError `not-found` if another caller has just cancelled the reminder
 * - ClientError `refused` if the changed reminder does not pass the checks, or EventBridge Scheduler does not accept it
 * - the errors of {@link findReminder}
 */

/** A repeated reminder, as {@link findRepeated} returns it. */
export type FoundRepeated = FoundReminder & { readonly repeated: RepeatedReminder };

/** A repeated reminder after a change. */
export interface ChangedRepeated {
  /** The reminder after the change. `due` is its next occurrence. */
  readonly reminder: FoundRepeated;
  /** True if nothing had to be changed. */
  readonly before: boolean;
}

/**
 * Finds a repeated reminder. Also accepts the id of an occurrence, which a reminder's email contains.
 *
 * @throws ClientError `not-repeated` if the reminder is due only once
 * @throws the errors of {@link findReminder}
 */
export async function findRepeated(machines: Machines, given: string, via?: Via): Promise<FoundRepeated> {
  const found = await findReminder(machines, given, via);
  const repeating = found.repeated ? found : await findRepeating(machines, found);
  if (!repeating?.repeated) {
    throw new ClientError({ kind: 'not-repeated', id: found.id });
  }
  return { ...repeating, repeated: repeating.repeated };
}

/** Finds the repeated reminder for one of its occurrences. Returns `undefined` if there is none. */
async function findRepeating(machines: Machines, { input }: FoundReminder): Promise<FoundReminder | undefined> {
  const name = repeatedNameOf(input);
  return name === undefined ? undefined : findScheduled(machines, name);
}

/** Changes a repeated reminder's schedule, and returns the changed reminder. */
async function change(machines: Machines, old: FoundRepeated, what: ScheduleChange): Promise<FoundRepeated> {
  const { id, repeated } = old;
  const { name, input, recurrence } = repeated.schedule;
  const fields = changeFields(recurrence, input, what);
  const isDone = await orRefused(id, machines.schedules.replace(name, fields), (cause) => ({
    kind: 'maybe-changed',
    id,
    cause,
  }));
  const { CreationDate } = recurrence.fields;
  const schedule = readSchedule(name, { ...fields, ...(CreationDate !== undefined && { CreationDate }) });
  const found = isDone && schedule ? await readScheduled(machines, schedule) : undefined;
  if (!found?.repeated) {
    throw new ClientError({ kind: 'not-found', given: id });
  }
  return { ...found, repeated: found.repeated };
}

async function setPaused(machines: Machines, given: string, isPaused: boolean, via?: Via): Promise<ChangedRepeated> {
  const old = await findRepeated(machines, given, via);
  return old.repeated.schedule.recurrence.isPaused === isPaused
    ? { reminder: old, before: true }
    : { reminder: await change(machines, old, { isPaused }), before: false };
}

/** Pauses a repeated reminder. Its schedule starts no executions until {@link resumeRepeated} is called. */
export const pauseRepeated = (machines: Machines, given: string, via?: Via): Promise<ChangedRepeated> =>
  setPaused(machines, given, true, via);

/** Resumes a paused reminder. The occurrences during the pause are not sent later. */
export const resumeRepeated = (machines: Machines, given: string, via?: Via): Promise<ChangedRepeated> =>
  setPaused(machines, given, false, via);

/** The options for {@link skipNext}. */
export interface SkipOptions {
  readonly via?: Via | undefined;
  /**
   * The occurrence to skip, in milliseconds since the epoch. With this option, a repeated call does not skip another
   * occurrence.
   *
   * @default - the next occurrence
   */
  readonly at?: number | undefined;
}

/** The result of {@link skipNext}. */
export interface SkippedOccurrence extends ChangedRepeated {
  /** The skipped occurrence, in milliseconds since the epoch. */
  readonly skipped: number;
}

/**
 * The length of a skipped range. A cron expression starts at most one execution a minute, so the range contains one occurrence.
 */
const SKIPPED_MILLISECONDS = 60_000;

/**
 * Skips one occurrence of a repeated reminder. The schedule still starts an execution at that time, but the execution sends
 * nothing.
 *
 * @throws ClientError `no-occurrence` if the reminder has no occurrence left
 */
export async function skipNext(
  machines: Machines,
  given: string,
  { via, at }: SkipOptions = {},
): Promise<SkippedOccurrence> {
  const old = await findRepeated(machines, given, via);
  const { id, due, message = '', subject = '', repeated } = old;
  const { repetition } = repeated;
  if (at !== undefined && (await nextOccurrence(repetition, at)) !== at) {
    return { reminder: old, before: true, skipped: at };
  }
  const skipped = at ?? due;
  if (skipped === undefined) {
    throw new ClientError({ kind: 'no-occurrence', id });
  }
  const now = formatInstant(Date.now());
  const range = { from: formatInstant(skipped), to: formatInstant(skipped + SKIPPED_MILLISECONDS) };
  const skip = [...repetition.skip.filter(({ to }) => to > now), range];
  const request = { message, subject, repetition: { ...repetition, skip } };
  const input = checkedInput(id, request, skipped);
  const reminder = await change(machines, old, { schedule: { ...request.repetition, input } });
  return { reminder, before: false, skipped };
}

/** The options for {@link replaceRepeated}. */
export interface ReplaceOptions {
  readonly via?: Via | undefined;
  /** Derives the new message, subject and repetition from the old ones. */
  readonly remake: (old: RepeatedRequest) => RepeatedRequest;
}

/**
 * Replaces the message, subject or repetition of a repeated reminder, for all future occurrences. A paused reminder stays
 * paused.
 *
 * @throws ClientError `no-occurrence` if the new repetition has no occurrence left
 */
export async function replaceRepeated(
  machines: Machines,
  given: string,
  { via, remake }: ReplaceOptions,
): Promise<ChangedRepeated> {
  const old = await findRepeated(machines, given, via);
  const { id, message = '', subject = '', repeated } = old;
  const request = remake({ message, subject, repetition: repeated.repetition });
  const { repetition } = request;
  const next = await nextOccurrence(repetition, Date.now());
  if (next === undefined) {
    throw new ClientError({ kind: 'no-occurrence', id });
  }
  const input = checkedInput(id, request, next);
  const isSame = input === repeated.schedule.input && sameTimes(repetition, repeated.repetition);
  return isSame
    ? { reminder: old, before: true }
    : { reminder: await change(machines, old, { schedule: { ...repetition, input } }), before: false };
}

const sameTimes = (one: Repetition, other: Repetition) =>
  one.cron === other.cron && one.zone === other.zone && one.start === other.start && one.end === other.end;
