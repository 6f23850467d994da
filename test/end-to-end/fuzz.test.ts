import fc from 'fast-check';
import type { Via } from '../../core/naming/physical-names.ts';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { checkReminderRequest } from '../../core/reminder/reminder-request.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { type GeneratedRequest, generatedRequests } from '../unit/generated-requests.ts';
import { ended, inboxOf, start } from './deployed-service.ts';
import { SERVICE } from './service-names.ts';

const REQUESTS = 500;
/** The number of requests that are generated for one moment and started together. */
const BATCH = 25;
/** The time limit for starting a batch. */
const START_MILLISECONDS = 10_000;
/** The longest time between the generation of a valid reminder and its due time. */
const PATIENCE_MILLISECONDS = 5_000;
/** The seed of the generated requests. To repeat a failed run, replace it with the seed that the run printed. */
const SEED = Date.now() % 2 ** 31;

let inbox: Inbox;
beforeAll(async () => {
  inbox = await inboxOf(SERVICE);
});
afterAll(() => inbox.close());

/** Returns true if the verdict is the same for every start within the time limit. A valid reminder must also be due soon. */
function isDecided({ input, now }: GeneratedRequest): boolean {
  const [early, late] = [checkReminderRequest(input, now), checkReminderRequest(input, now + START_MILLISECONDS)];
  if ('problem' in early || 'problem' in late) {
    return 'problem' in early && 'problem' in late;
  }
  return Date.parse(early.dueAt) < now + PATIENCE_MILLISECONDS;
}

/**
 * Matches JSON that the local AWS cannot handle. Half of a surrogate pair makes its DescribeExecution fail. Its JSONata engine
 * prints more digits of a denormal number than other engines.
 */
const NOT_CARRIED = /\\ud[89a-f][0-9a-f]{2}|e-3[0-9]{2}/;
const isCarried = ({ input }: GeneratedRequest) => !NOT_CARRIED.test(JSON.stringify(input) ?? '');

/** Generates requests of every kind. The valid ones are due about now. */
function generate(now: number, seed: number): GeneratedRequest[] {
  const year = new Date(now).getUTCFullYear();
  const requests = generatedRequests({
    instant: fc.constant(now),
    distance: fc.oneof(
      fc.integer({
        min: -REMINDER_LIMITS.secondsInThePast * 1_000 + START_MILLISECONDS,
        max: PATIENCE_MILLISECONDS - 1,
      }),
      fc.integer({ min: -1e12, max: 1e13 }),
    ),
    seconds: fc.oneof(
      fc.integer({ min: 0, max: 2 }),
      fc.constantFrom(-0, -1, 0.5, REMINDER_LIMITS.secondsAhead + 1, 1e21, Number.MAX_VALUE),
      fc.double({ noDefaultInfinity: true, noNaN: true }),
    ),
    years: [year - 1, year, year + 1],
  });
  return fc.sample(
    requests.filter((request) => isDecided({ ...request, now }) && isCarried(request)),
    { numRuns: BATCH, seed },
  );
}

interface Started {
  readonly input: unknown;
  readonly executionArn: string;
}

test(`${REQUESTS} generated requests end in the deployed machines as the checks say`, async () => {
  const started: Started[] = [];
  while (started.length < REQUESTS) {
    const batch = generate(Date.now(), SEED + started.length);
    started.push(
      ...(await Promise.all(
        batch.map(async ({ input }, index) => {
          const via: Via = index % 2 === 0 ? 'sns' : 'lambda';
          return { input, executionArn: await start(SERVICE, via, input) };
        }),
      )),
    );
  }

  const ends = { sent: 0, refused: 0 };
  for (const { input, executionArn } of started) {
    const { status, error, cause, output, startDate } = await ended(executionArn, 60);
    const verdict = checkReminderRequest(input, startDate?.getTime() ?? 0);
    const { dueAt, skipped } = JSON.parse(output ?? '{}');
    const end = { seed: SEED, input, status, error, cause, dueAt, skipped };
    if ('problem' in verdict) {
      expect(end).toEqual({ ...end, status: 'FAILED', error: 'ReminderRejected', cause: verdict.problem });
      ends.refused += 1;
    } else if (verdict.skipped !== undefined) {
      expect(end).toEqual({ ...end, status: 'SUCCEEDED', dueAt: undefined, skipped: verdict.skipped });
    } else {
      expect(end).toEqual({ ...end, status: 'SUCCEEDED', dueAt: verdict.dueAt, skipped: undefined });
      const arrival = await inbox.arrivalOf(executionArn.split(':').at(-1) ?? '', 60_000);
      expect(arrival).toMatchObject({ message: verdict.message, subject: verdict.subject });
      ends.sent += 1;
    }
  }
  // check that each result occurred often
  expect(Math.min(ends.sent, ends.refused)).toBeGreaterThan(REQUESTS / 10);
}, 400_000);
