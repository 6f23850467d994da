import fc from 'fast-check';
import { checkReminderRequest } from '../../core/reminder/reminder-request.ts';
import { JsonataCheck } from '../unit/check-in-jsonata.ts';
import { generatedRequest } from '../unit/generated-requests.ts';

const jsonata = new JsonataCheck();
afterAll(() => jsonata.close());

test('TypeScript and JSONata give the same verdict on 100,000 generated requests', async () => {
  await fc.assert(
    fc.asyncProperty(generatedRequest, async ({ input, now }) => {
      expect(await jsonata.check(input, new Date(now).toISOString())).toEqual(checkReminderRequest(input, now));
    }),
    { numRuns: 100_000 },
  );
});
