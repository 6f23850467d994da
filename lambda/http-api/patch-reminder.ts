import { replaceRepeated } from '../../client/reminders/change-repeated.ts';
import { moveReminder, type ReplaceableReminder } from '../../client/reminders/move-reminder.ts';
import { movedTo } from '../../client/reminders/stop-causes.ts';
import { checkReminderRequest, type Reminder } from '../../core/reminder/reminder-request.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import { refusal } from '../../core/text/refusal.ts';
import { show } from '../../core/text/show-value.ts';
import { findOne } from './get-reminder.ts';
import { type HttpEvent, readBody } from './http-event.ts';
import { HttpProblem } from './http-problem.ts';
import type { Answer } from './http-result.ts';
import { machines } from './machines.ts';
import { checkTexts } from './post-repeated.ts';
import { readRepeat } from './read-repeat.ts';
import { foundReminder, startedReminder } from './reminder-json.ts';

const CHANGES = ['timestamp', 'seconds', 'repeat', 'message', 'subject'] as const;
const ACCEPTED = 'a JSON object with at least one of timestamp, seconds, repeat, message and subject';

type Changes = Readonly<Partial<Record<(typeof CHANGES)[number], unknown>>>;

/** Reads the fields to change from the request's body. */
function readChanges(event: HttpEvent): Changes {
  const body = readBody(event);
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  const given = CHANGES.filter((field) => isObject && Object.hasOwn(body, field));
  if (!isObject || given.length === 0) {
    const actual = isObject ? 'an object without them' : show(body);
    throw new HttpProblem(400, refusal('The input', ACCEPTED, actual));
  }
  return Object.fromEntries(given.map((field) => [field, (body as Changes)[field]]));
}

/** Returns the new message and subject, if the changes contain them. */
const textsOf = ({ timestamp: _, seconds: __, repeat: ___, ...texts }: Changes) => texts;

/** Returns the new reminder. Fields that are not in the request keep their old values. */
function remake({ message, subject, due }: ReplaceableReminder, changes: Changes): Reminder {
  const isMoved = 'timestamp' in changes || 'seconds' in changes;
  if (!isMoved && due === undefined) {
    throw new HttpProblem(409, 'The reminder does not say when it is due: send a timestamp or seconds too.');
  }
  const request = {
    message,
    ...(subject !== undefined && { subject }),
    ...(!isMoved && due !== undefined && { timestamp: formatInstant(due) }),
    ...changes,
  };
  const reminder = checkReminderRequest(request, Date.now());
  if ('problem' in reminder) {
    throw new HttpProblem(400, reminder.problem);
  }
  return reminder;
}

/**
 * Changes a repeated reminder, which keeps its id.
 *
 * @param arn an execution ARN that ends with the reminder's id, even if no such execution exists
 */
async function patchRepeated(arn: string, changes: Changes): Promise<Answer> {
  const time = ['timestamp', 'seconds'].find((field) => field in changes);
  if (time !== undefined) {
    throw new HttpProblem(409, `The reminder is repeated: send repeat, not ${time}.`);
  }
  const repetition = 'repeat' in changes ? await readRepeat(changes.repeat, Date.now()) : undefined;
  const { reminder } = await replaceRepeated(machines, arn, {
    remake: (old) => ({
      ...checkTexts({ message: old.message, subject: old.subject, ...textsOf(changes) }),
      repetition: repetition ?? old.repetition,
    }),
  });
  return { status: 200, body: await foundReminder(reminder) };
}

/**
 * Answers `PATCH /reminders/{id}`: replaces a pending reminder with a reminder that has another time or text. The new reminder
 * is started before the old one is stopped. The status is 409 if a concurrent request cancels the old one, or changes it
 * differently. A repeated reminder is changed in place.
 */
export async function patchReminder(event: HttpEvent, id: string): Promise<Answer> {
  const changes = readChanges(event);
  const { execution, repeated } = await findOne(id, event);
  if (repeated) {
    return patchRepeated(execution.arn, changes);
  }
  if ('repeat' in changes) {
    throw new HttpProblem(409, `The reminder ${id} is due only once: add a repeated one, and delete this one.`);
  }
  const moved = await moveReminder(machines, execution.arn, { remake: (old) => remake(old, changes) });
  const { status, cause } = moved.replaced?.stopped ?? {};
  const newId = moved.started.id;
  if (status === 'cancelled' && movedTo(cause) !== newId) {
    throw new HttpProblem(
      409,
      `The reminder ${id} was stopped by another request at the same time: ${cause} The reminder ${newId} is pending in its place: delete it if it is not wanted.`,
    );
  }
  return { status: 200, body: startedReminder(moved) };
}
