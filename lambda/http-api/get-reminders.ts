import { listPage, type PagePosition } from '../../client/reminders/list-page.ts';
import { EXECUTION_STATUSES, type ListedStatus } from '../../core/reminder/reminder-status.ts';
import { formatCount } from '../../core/text/format-count.ts';
import { refusal } from '../../core/text/refusal.ts';
import { show } from '../../core/text/show-value.ts';
import type { HttpEvent } from './http-event.ts';
import { HttpProblem } from './http-problem.ts';
import type { Answer } from './http-result.ts';
import { machines } from './machines.ts';
import { readChoice } from './read-choice.ts';
import { listedReminder } from './reminder-json.ts';

const STATUSES = [...(Object.keys(EXECUTION_STATUSES) as ListedStatus[]), 'all'] as const;

/** The maximum number of reminders on a page if the request has no `limit`. */
const DEFAULT_LIMIT = 100;
/** The maximum number of executions that one Step Functions call returns. */
const MOST = 1_000;

/**
 * The position at which the next page begins. It contains the status and the limit, because they must be the same for each
 * page.
 */
interface Cursor extends PagePosition {
  readonly status: ListedStatus | 'all';
  readonly limit: number;
}

const writeCursor = (cursor: Cursor) => Buffer.from(JSON.stringify(cursor)).toString('base64url');

const refuseCursor = (next: string) =>
  new HttpProblem(400, refusal('next', 'the next of an earlier answer to the same request', show(next)));

/** Parses a cursor. Refuses it if it is invalid, or if the request's status or limit differs from the cursor's. */
function readCursor(next: string, given: { readonly status?: unknown; readonly limit?: unknown }): Cursor {
  try {
    const { status, limit, list, token } = JSON.parse(Buffer.from(next, 'base64url').toString()) as Cursor;
    const isSame = (given.status ?? status) === status && (given.limit ?? limit) === limit;
    const isPosition = Number.isInteger(list) && list >= 0 && (token === undefined || typeof token === 'string');
    if (STATUSES.includes(status) && isLimit(limit) && isPosition && isSame) {
      return { status, limit, list, token };
    }
  } catch {
    // not JSON
  }
  throw refuseCursor(next);
}

const isLimit = (limit: unknown): limit is number =>
  typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= MOST;

function readLimit(text: string): number {
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : undefined;
  if (!isLimit(limit)) {
    throw new HttpProblem(400, refusal('limit', `a whole number from 1 to ${formatCount(MOST)}`, show(text)));
  }
  return limit;
}

/** Answers `GET /reminders`: lists reminders page by page. */
export async function getReminders({ queryStringParameters: query = {} }: HttpEvent): Promise<Answer> {
  const given = {
    ...(query['status'] !== undefined && { status: readChoice('status', STATUSES, query['status']) }),
    ...(query['limit'] !== undefined && { limit: readLimit(query['limit']) }),
  };
  const { next } = query;
  const { status, limit, ...from }: Cursor =
    next === undefined ? { status: 'pending', limit: DEFAULT_LIMIT, list: 0, ...given } : readCursor(next, given);
  const page = await listPage(machines, { status, limit, from }).catch((error: Error) => {
    throw error.name === 'InvalidToken' && next !== undefined ? refuseCursor(next) : error;
  });
  return {
    status: 200,
    body: {
      reminders: await Promise.all(page.reminders.map(listedReminder)),
      ...(page.next && { next: writeCursor({ status, limit, ...page.next }) }),
    },
  };
}
