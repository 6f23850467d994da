import { JsonataFunction, withPreamble } from '../../lib/kit/jsonata/read-jsonata.ts';
import { JsonataProgram } from '../support/jsonata-program.ts';

const DAY = 86_400_000;

/** Returns the time at which S3 deletes an object, as the state machine's JSONata function computes it. */
async function deletionOf(storedAt: string, days: number): Promise<string> {
  const program = new JsonataProgram<number>(
    withPreamble('$deletionOf($states.input)', {
      deletionOf: new JsonataFunction('intake/events/deletion-of.jsonata'),
      expiry: { days },
    }),
  );
  const deletion = await program.evaluate({ states: { input: storedAt } });
  await program.close();
  return new Date(deletion).toISOString();
}

// the first row is the example in the Amazon S3 User Guide, "Lifecycle configuration elements"
test.each([
  ['2014-01-15T10:30:00Z', 3, '2014-01-19T00:00:00.000Z'],
  ['2026-11-30T00:00:00Z', 1, '2026-12-02T00:00:00.000Z'],
  ['2026-11-30T23:59:59Z', 1, '2026-12-02T00:00:00.000Z'],
  ['2028-02-28T12:00:00Z', 1, '2028-03-01T00:00:00.000Z'],
  ['2026-11-30T12:00:00Z', 365, '2027-12-01T00:00:00.000Z'],
])('an object that was stored at %s is deleted after %d days at %s', async (storedAt, days, deletion) => {
  expect(await deletionOf(storedAt, days)).toBe(deletion);
  expect(Date.parse(deletion) % DAY).toBe(0);
});
