import type { EVENT_TYPES } from '../../core/naming/physical-names.ts';
import { checkReminderRequest } from '../../core/reminder/reminder-request.ts';
import { withoutValue } from '../../core/text/refusal.ts';
import type { QueuedEmail } from '../kit/throttled-queue.ts';
import type { FailureEmailOptions } from './failure-email.ts';
import { oneLine } from './one-line.ts';

/** An event that requests a reminder. The sender chooses every field except the id and the type. */
export interface RequestEvent {
  readonly id: string;
  readonly 'detail-type': typeof EVENT_TYPES.requested;
  readonly source: string;
  /** The time of the event as RFC 3339. */
  readonly time: string;
  /** The state machine's input. */
  readonly detail: unknown;
}

const SOURCE_CHARACTERS = 200;

/**
 * Returns the email to operators about an event with an invalid request. The email contains no value from the request, because
 * any value may be private.
 *
 * This function repeats the state machine's check, because nothing connects the execution with the event. If the due time
 * becomes too old between the two checks, both the reminder and this email are sent.
 *
 * @param now the current time in milliseconds since the epoch
 * @returns `undefined` if the request is accepted
 */
export function refusedRequestEmail(
  { id, source, time, detail }: RequestEvent,
  { service, runbook }: FailureEmailOptions,
  now: number,
): QueuedEmail | undefined {
  const verdict = checkReminderRequest(detail, now);
  if (!('problem' in verdict)) {
    return undefined;
  }
  return {
    subject: `${service}: an event was refused`,
    message: `An event asked for a reminder, but the request is invalid. No reminder will be sent.

Problem: ${withoutValue(verdict.problem)}
Event: ${id}
Source: ${oneLine(source, SOURCE_CHARACTERS)}
Time: ${oneLine(time, SOURCE_CHARACTERS)}

Correct the program that put the event, then put it again.

What to do: ${runbook}#events-that-were-refused
`,
  };
}
