import { type Run, runRemindme } from '../support/run-remindme.ts';
import { FakeAws } from './fake-aws.ts';

/** Starts a fake AWS for each test in the importing file, and exports functions that run the command with it. */

/** The fake AWS of the running test. */
export let aws: FakeAws;

beforeEach(async () => {
  aws = await new FakeAws().open();
});
afterEach(() => aws.close());

/** Runs the command. */
export const run = (...args: string[]): Promise<Run> => runRemindme(args, { env: aws.env });
/** Runs the command without retries. */
export const runOnce = (...args: string[]): Promise<Run> =>
  runRemindme(args, { env: { ...aws.env, AWS_MAX_ATTEMPTS: '1' } });

/** The names of two reminders. */
export const ID = '20990127T090000Z-cd5fc434ef1e4063';
export const OTHER = '20990128T090000Z-cd60000000000000';

/** Returns the input of a reminder's execution. */
export const input = (message = 'call mum'): string =>
  JSON.stringify({ message, timestamp: '2099-01-27T09:00:00Z', subject: 'Hi' });
/** An input with an additional field, as other programs may send. */
export const own = JSON.stringify({ message: 'call mum', timestamp: '2027-06-27T09:00:00Z', subject: 'Hi', ticket: 7 });
