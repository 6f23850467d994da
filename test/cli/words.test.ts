import { runRemindme } from '../support/run-remindme.ts';
import { FakeAws } from './fake-aws.ts';

/** Sentences that say what is true, and what to do next. */

const ID = '20990127T090000Z-cd5fc434ef1e4063';

let aws: FakeAws;

beforeEach(async () => {
  aws = await new FakeAws().open();
});
afterEach(() => aws.close());

const run = (...args: string[]) => runRemindme(args, { env: aws.env });

describe('Ctrl-C while a reminder is being cancelled says how to look at it', () => {
  const interrupt = (...args: string[]) =>
    runRemindme(args, { env: aws.env, interruptAfter: aws.neverAnswer('StopExecution') });

  test.each([
    [['cd5f'], '"cd5f" may have been cancelled: look with remindme show cd5f.'],
    [['none', 'cd5f'], '0 of 2 were cancelled, and "cd5f" may have been cancelled: look with remindme show cd5f.'],
    [[ID, '--service', 'team'], `"${ID}" may have been cancelled: look with remindme show ${ID} --service team.`],
  ])('%j', async (args, sentence) => {
    for (const [name, value] of Object.entries(aws.parameters)) {
      aws.parameters[name.replace('/remindme/', '/team/')] = value;
    }
    aws.add({ name: ID });
    expect((await interrupt('cancel', ...args)).stderr).toContain(`\nInterrupted. ${sentence}\n`);
  });

  test('an id of more than one word is one that a shell takes', async () => {
    const { stderr } = await runRemindme(['cancel', 'a b'], {
      env: aws.env,
      interruptAfter: aws.neverAnswer('ListExecutions'),
    });
    expect(stderr).toContain("look with remindme show 'a b'.\n");
  });
});

describe('an empty list', () => {
  test.each([
    ['pending', 'There are no pending reminders. Add one: remindme "call mum" tomorrow 9am\n'],
    ['all', 'There are no reminders. Add one: remindme "call mum" tomorrow 9am\n'],
    ['failed', 'There are no failed reminders.\n'],
    ['cancelled', 'There are no cancelled reminders.\n'],
    ['sent', 'There are no sent reminders.\n'],
  ])('of those that are %s', async (status, stderr) => {
    expect(await run('list', '--status', status)).toEqual({ code: 0, stdout: '', stderr });
  });

  test('of undelivered ones does not say that all others were delivered', async () => {
    expect(await run('undelivered')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'There are no undelivered reminders.\n',
    });
  });
});

describe('a mistyped command', () => {
  test.each([
    ['subscribrs', 'subscribers'],
    ['subscribr', 'subscribe'],
    ['unsubscrib', 'unsubscribe'],
    ['lst', 'list'],
  ])('%s is taken for the nearest, %s', async (word, meant) => {
    expect((await run(word)).stderr).toContain(`There is no command ${word}. Did you mean remindme ${meant}? `);
  });
});

describe('a reminder that was moved', () => {
  test('is told from one that was added', async () => {
    aws.add({ name: ID });
    const { stdout } = await run('move', ID, 'tomorrow 9am');
    expect(stdout).toMatch(new RegExp(`^✔ Moved ${ID}: you will be reminded of "call mum" on .*[)][.]\n  \\S+\n$`));
    expect((await run('call mum', 'in 3 hours')).stdout).toMatch(/^✔ You will be reminded of "call mum" on /);
  });
});
