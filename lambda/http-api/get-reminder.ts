import { ClientError } from '../../client/failures.ts';
import { type FoundReminder, findExactly } from '../../client/reminders/find-reminder.ts';
import type { HttpEvent } from './http-event.ts';
import type { Answer } from './http-result.ts';
import { machines } from './machines.ts';
import { readVia } from './read-choice.ts';
import { foundReminder } from './reminder-json.ts';

/**
 * Finds the reminders with the given full id. The request's query can limit the search to one state machine. If both state
 * machines have a reminder with this id, returns both. But if exactly one of them is pending, returns only that one.
 *
 * @throws ClientError `not-found` if no reminder has this id
 */
export async function findNamed(
  id: string,
  { queryStringParameters: query = {} }: HttpEvent,
): Promise<readonly [FoundReminder, ...FoundReminder[]]> {
  const [first, ...rest] = await findExactly(machines, id, readVia(query));
  if (first === undefined) {
    throw new ClientError({ kind: 'not-found', given: id });
  }
  return [first, ...rest];
}

/**
 * Finds the reminder with the given full id.
 *
 * @throws ClientError `not-found` if no reminder has this id
 * @throws ClientError `ambiguous` if two reminders have this id
 */
export async function findOne(id: string, event: HttpEvent): Promise<FoundReminder> {
  const [found, ...others] = await findNamed(id, event);
  if (others.length > 0) {
    throw new ClientError({ kind: 'ambiguous', given: id, candidates: [found, ...others] });
  }
  return found;
}

/** Answers `GET /reminders/{id}`: describes a reminder. */
export async function getReminder(event: HttpEvent, id: string): Promise<Answer> {
  return { status: 200, body: await foundReminder(await findOne(id, event)) };
}
