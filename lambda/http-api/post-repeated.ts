import { createRepeated } from '../../client/reminders/create-repeated.ts';
import { findExactly } from '../../client/reminders/find-reminder.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import { DEFAULT_SUBJECT } from '../../core/reminder/reminder-limits.ts';
import { checkReminderRequest } from '../../core/reminder/reminder-request.ts';
import { HttpProblem } from './http-problem.ts';
import type { Answer } from './http-result.ts';
import { machines } from './machines.ts';
import { readRepeat } from './read-repeat.ts';
import { foundReminder } from './reminder-json.ts';

/**
 * Checks the message and the subject of a repeated reminder, and returns them. Neither may be `undefined`.
 *
 * @throws HttpProblem if the state machine would refuse them
 */
export function checkTexts(texts: { readonly message: unknown; readonly subject: unknown }) {
  const verdict = checkReminderRequest({ ...texts, seconds: 0 }, Date.now());
  if ('problem' in verdict) {
    throw new HttpProblem(400, verdict.problem);
  }
  return { message: verdict.message, subject: verdict.subject };
}

/**
 * Answers `POST /reminders` with `repeat`: creates a repeated reminder once. If the caller repeats the request before the first
 * occurrence, the response describes the existing reminder.
 */
export async function postRepeated(fields: Readonly<Record<string, unknown>>, via: Via): Promise<Answer> {
  const time = ['timestamp', 'seconds'].find((field) => Object.hasOwn(fields, field));
  if (time !== undefined) {
    throw new HttpProblem(400, `The input must have either repeat or ${time}, but has both.`);
  }
  const { message, subject = DEFAULT_SUBJECT } = fields;
  const texts = checkTexts({ message, subject });
  const repetition = await readRepeat(fields['repeat'], Date.now());
  const { id, created, via: actual } = await createRepeated(machines, { ...texts, repetition }, { via });
  const [found] = await findExactly(machines, id, actual);
  if (!found) {
    throw new HttpProblem(409, `The reminder ${id} was cancelled by another request at the same time.`);
  }
  return {
    status: created ? 201 : 200,
    body: await foundReminder(found),
    ...(created && { headers: { location: `./reminders/${encodeURIComponent(id)}` } }),
  };
}
