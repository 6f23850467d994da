import { runRemindme } from '../support/run-remindme.ts';
import { aws, ID, input } from './with-fake-aws.ts';

describe('Ctrl-C leaves a state that is explained', () => {
  /** Runs the command, and interrupts it while it waits for the response to the given operation. */
  function interrupt(operation: string, ...args: string[]) {
    return runRemindme(args, { env: aws.env, interruptAfter: aws.neverAnswer(operation) });
  }

  test.each([
    ['GetParameters', ['x', 'PT1H'], /Interrupted[.] No reminder was started[.]/],
    ['StartExecution', ['x', 'PT1H'], /It may have been started: look with remindme show \d{8}T/],
    [
      'DescribeExecution',
      ['x', 'PT1H', '--wait'],
      /stays pending: remindme cancel \d{8}T\d{6}Z-[0-9a-f]{16} takes it back/,
    ],
    ['StartExecution', ['move', ID, 'PT1H'], new RegExp(`${ID} is still pending, \\S+ may have been started too`)],
    [
      'StopExecution',
      ['move', ID, 'PT1H'],
      new RegExp(`${ID} and \\S+ may both be pending: run remindme cancel ${ID}`),
    ],
    ['StopExecution', ['cancel', ID], /may have been cancelled: look with remindme show/],
    ['ListExecutions', ['list'], /Nothing was changed/],
  ])('during %s of %j', async (operation, args, sentence) => {
    aws.add({ name: ID, input: input() });
    const result = await interrupt(operation, ...args);
    expect(result.code).toBe(130);
    expect(result.stderr).toMatch(sentence);
  });

  test('after SIGTERM, as after Ctrl-C', async () => {
    aws.add({ name: ID });
    const interruptAfter = aws.neverAnswer('StopExecution');
    expect(await runRemindme(['cancel', ID], { env: aws.env, interruptAfter, signal: 'SIGTERM' })).toMatchObject({
      code: 130,
      stderr: expect.stringMatching(/Interrupted[.] .*may have been cancelled: look with remindme show/),
    });
  });
});
