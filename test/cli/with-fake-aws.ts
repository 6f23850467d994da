import { type Run, runRemindme } from '../support/run-remindme.ts';
import { FakeAws } from './fake-aws.ts';

/** Gives each test of the file that imports this an AWS of its own, and ways to run the command with it. */

/** The AWS of the test that runs. */
export let aws: FakeAws;

beforeEach(async () => {
  aws = await new FakeAws().open();
});
afterEach(() => aws.close());

/** Runs the command. */
export const run = (...args: string[]): Promise<Run> => runRemindme(args, { env: aws.env });
/** Gives up after the first try. */
export const runOnce = (...args: string[]): Promise<Run> =>
  runRemindme(args, { env: { ...aws.env, AWS_MAX_ATTEMPTS: '1' } });

/** The names of two reminders. */
export const ID = '20990127T090000Z-cd5fc434ef1e4063';
export const OTHER = '20990128T090000Z-cd60000000000000';

/** What a reminder is started with. */
export const input = (message = 'call mum'): string =>
  JSON.stringify({ message, timestamp: '2099-01-27T09:00:00Z', subject: 'Hi' });
/** The same with a field of the program that started it. */
export const own = JSON.stringify({ message: 'call mum', timestamp: '2027-06-27T09:00:00Z', subject: 'Hi', ticket: 7 });
