import fc from 'fast-check';
import { REMINDER_ACCEPTED } from '../../core/reminder/reminder-accepted-values.ts';
import { checkReminderRequest, type ReminderVerdict } from '../../core/reminder/reminder-request.ts';
import { JsonataCheck } from './check-in-jsonata.ts';
import { generatedRequest } from './generated-requests.ts';

const jsonata = new JsonataCheck();
afterAll(() => jsonata.close());

const KINDS = ['right', 'occurrence', 'skipped', 'both or neither', ...Object.keys(REMINDER_ACCEPTED)];

/** Returns a verdict's kind, one of the `KINDS`. The kind of a refusal is the rule that the request breaks. */
function kindOf(verdict: ReminderVerdict): string {
  if (!('problem' in verdict)) {
    return verdict.skipped !== undefined ? 'skipped' : verdict.occurrence !== undefined ? 'occurrence' : 'right';
  }
  const rule = Object.entries(REMINDER_ACCEPTED).find(([, text]) =>
    verdict.problem.includes(` must be ${text}, but is `),
  );
  return rule?.[0] ?? 'both or neither';
}

test('TypeScript and JSONata give the same verdict, sentence and due time', async () => {
  const seen = new Map<string, number>();
  // if a request fails, fast-check prints the smallest failing request, with the seed and path that reproduce it
  await fc.assert(
    fc.asyncProperty(generatedRequest, async ({ input, now }) => {
      const verdict = checkReminderRequest(input, now);
      expect(await jsonata.check(input, new Date(now).toISOString())).toEqual(verdict);
      seen.set(kindOf(verdict), (seen.get(kindOf(verdict)) ?? 0) + 1);
    }),
    { numRuns: 15_000 },
  );
  // each kind of verdict must have occurred at least 100 times
  expect(KINDS.filter((kind) => (seen.get(kind) ?? 0) < 100)).toEqual([]);
}, 300_000);
