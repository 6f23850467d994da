import { failureOf } from '../../client/failures.ts';
import { show } from '../../core/text/show-value.ts';
import { deleteReminder } from './delete-reminder.ts';
import { failureProblem } from './failure-problem.ts';
import { getReminder } from './get-reminder.ts';
import { getReminders } from './get-reminders.ts';
import type { HttpEvent } from './http-event.ts';
import { HttpProblem } from './http-problem.ts';
import { type Answer, type HttpResult, problemResult, resultOf } from './http-result.ts';
import { patchReminder } from './patch-reminder.ts';
import { postReminder } from './post-reminder.ts';

interface Operation {
  readonly answer: (event: HttpEvent, id: string) => Promise<Answer>;
  /** The query parameters that the operation accepts. */
  readonly query: readonly string[];
}

/** The operations of each path, keyed by method. The group in the pattern matches the reminder's id. */
const ROUTES: readonly (readonly [path: RegExp, operations: Readonly<Record<string, Operation>>])[] = [
  [
    /^\/reminders$/,
    {
      GET: { answer: getReminders, query: ['status', 'limit', 'next'] },
      POST: { answer: postReminder, query: [] },
    },
  ],
  [
    /^\/reminders\/([^/]+)$/,
    {
      GET: { answer: getReminder, query: ['via'] },
      PATCH: { answer: patchReminder, query: ['via'] },
      DELETE: { answer: deleteReminder, query: ['via'] },
    },
  ],
];

/** The time limit of an operation in milliseconds. API Gateway waits for 30 s, then answers with its own error. */
const PATIENCE_MILLISECONDS = 25_000;

/**
 * Runs the operation for a request.
 *
 * @throws HttpProblem if there is no such operation, or if it does not accept one of the query parameters
 */
async function run(event: HttpEvent): Promise<Answer> {
  const { rawPath, requestContext, queryStringParameters = {} } = event;
  const [found] = ROUTES.flatMap(([path, operations]) => {
    const match = path.exec(rawPath);
    return match ? [{ id: match[1] ?? '', operations }] : [];
  });
  if (!found) {
    throw new HttpProblem(404, `There is nothing at ${show(rawPath)}: the paths are /reminders and /reminders/{id}.`);
  }
  const { id, operations } = found;
  const { method } = requestContext.http;
  const operation = Object.hasOwn(operations, method) ? operations[method] : undefined;
  if (!operation) {
    const allow = Object.keys(operations).join(', ');
    throw new HttpProblem(405, `The method ${method} does not work here: use ${allow}.`, { allow });
  }
  const unknown = Object.keys(queryStringParameters).find((name) => !operation.query.includes(name));
  if (unknown !== undefined) {
    const accepted = operation.query.length === 0 ? 'none' : operation.query.join(', ');
    throw new HttpProblem(400, `The query has the parameter ${show(unknown)}; accepted are: ${accepted}.`);
  }
  return operation.answer(event, id);
}

/** Waits for an operation. Throws an HttpProblem with the status 503 if the time limit passes before the operation ends. */
async function inTime<T>(operation: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failureProblem({ kind: 'no-answer', problem: 'late' })), PATIENCE_MILLISECONDS);
  });
  return Promise.race([operation, late]).finally(() => clearTimeout(timer));
}

/** Turns a thrown error into problem details, and logs the error if the status is 500 or more. Never logs a reminder's text. */
function problemOf(thrown: unknown, { requestContext: { requestId } }: HttpEvent): HttpProblem {
  if (thrown instanceof HttpProblem) {
    return thrown;
  }
  const failure = failureOf(thrown);
  const problem = failureProblem(failure);
  if (problem.status >= 500) {
    const { name, cause } = thrown as Error;
    console.error({ event: 'request failed', requestId, kind: failure.kind, error: (cause as Error)?.name ?? name });
  }
  return problem;
}

/**
 * Answers a request to the HTTP API. `lib/intake/http-api/http-api.ts` deploys the function, and `docs/openapi.yaml` describes
 * every response.
 *
 * @returns the response; never throws, because API Gateway would then answer with status 500
 */
export async function handler(event: HttpEvent): Promise<HttpResult> {
  try {
    return resultOf(await inTime(run(event)));
  } catch (thrown) {
    return problemResult(problemOf(thrown, event));
  }
}
