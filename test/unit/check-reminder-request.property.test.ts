import fc from 'fast-check';
import { REMINDER_ACCEPTED } from '../../core/reminder/reminder-accepted-values.ts';
import { checkReminderRequest, type ReminderVerdict } from '../../core/reminder/reminder-request.ts';
import { JsonataCheck } from './check-in-jsonata.ts';
import { generatedRequest } from './generated-requests.ts';

const jsonata = new JsonataCheck();
afterAll(() => jsonata.close());

const KINDS = ['right', 'both or neither', ...Object.keys(REMINDER_ACCEPTED)];

/** The rule that decides a verdict: one of `KINDS`. */
function kindOf(verdict: ReminderVerdict): string {
  if (!('problem' in verdict)) {
    return 'right';
  }
  const rule = Object.entries(REMINDER_ACCEPTED).find(([, text]) =>
    verdict.problem.includes(` must be ${text}, but is `),
  );
  return rule?.[0] ?? 'both or neither';
}

test('TypeScript and JSONata give the same verdict, sentence and due time', async () => {
  const seen = new Map<string, number>();
  // a failure prints the seed and path to repeat it, and the smallest request that fails
  await fc.assert(
    fc.asyncProperty(generatedRequest, async ({ input, now }) => {
      const verdict = checkReminderRequest(input, now);
      expect(await jsonata.check(input, new Date(now).toISOString())).toEqual(verdict);
      seen.set(kindOf(verdict), (seen.get(kindOf(verdict)) ?? 0) + 1);
    }),
    { numRuns: 30_000 },
  );
  // every rule has decided many verdicts
  expect(KINDS.filter((kind) => (seen.get(kind) ?? 0) < 100)).toEqual([]);
}, 300_000);
