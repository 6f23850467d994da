import { startReminder } from '../../client/reminders/start-reminder.ts';
import { VIAS } from '../../core/naming/physical-names.ts';
import { checkReminderRequest } from '../../core/reminder/reminder-request.ts';
import { type HttpEvent, readBody } from './http-event.ts';
import { HttpProblem } from './http-problem.ts';
import type { Answer } from './http-result.ts';
import { machines } from './machines.ts';
import { postRepeated } from './post-repeated.ts';
import { readChoice } from './read-choice.ts';
import { startedReminder } from './reminder-json.ts';

/**
 * The largest expected difference between the clocks of Lambda and Step Functions. A caller repeats a request only after
 * waiting for the first response, and that wait is longer than this difference. The function therefore never mistakes a
 * repeated request for the first one.
 */
const CLOCK_MILLISECONDS = 10;

/**
 * Answers `POST /reminders`: starts a reminder once. If the caller repeats the request, AWS returns the first execution, whose
 * start time is before the repeated request. With `repeat`, creates a repeated reminder.
 */
export async function postReminder(event: HttpEvent): Promise<Answer> {
  const now = Date.now();
  const body = readBody(event);
  const fields = (typeof body === 'object' ? { ...body } : {}) as Readonly<Record<string, unknown>>;
  const readVia = () => (Object.hasOwn(fields, 'via') ? readChoice('via', VIAS, fields['via']) : 'sns');
  if (Object.hasOwn(fields, 'repeat')) {
    return postRepeated(fields, readVia());
  }
  const reminder = checkReminderRequest(body, now);
  if ('problem' in reminder) {
    throw new HttpProblem(400, reminder.problem);
  }
  const via = readVia();
  const started = await startReminder(machines, machines.arns[via], reminder);
  const isNew = started.created && started.startedAt >= now - CLOCK_MILLISECONDS;
  return {
    status: isNew ? 201 : 200,
    body: startedReminder({ reminder, started, via }),
    // relative to the request's URL, because a custom domain can add a path in front of it
    ...(isNew && { headers: { location: `./reminders/${encodeURIComponent(started.id)}` } }),
  };
}
