import { execFile } from 'node:child_process';
import { BUNDLE } from '../support/run-remindme.ts';
import { runAtTerminal } from './at-terminal.ts';
import { aws, run } from './with-fake-aws.ts';

const ENTER = '\r';

describe('a script is refused and starts nothing', () => {
  test.each([
    [
      ['tomorrow', '9am'],
      'There is no message, because "tomorrow 9am" is a time. Write the message first, or add in front if it is "tomorrow": remindme add "tomorrow" 9am',
    ],
    [['2027-01-27', '09:00'], /^There is no message, because "2027-01-27 09:00" is a time[.] Write the message first/],
    [['next', 'friday', 'at', 'noon'], /^There is no message, because "next friday at noon" is a time[.]/],
    [['tomorrow'], /^There is no message, because "tomorrow" is a time[.]/],
    [['tomorrow', '9am', '--json'], /^There is no message/],
    [['tomorrow', '9am', '--service', 'team'], /: remindme add "tomorrow" 9am --service team\n$/],
    [
      ['friday', 'in', '10', 'minutes'],
      '"friday" may be a part of the time. If it is the message, write add in front: remindme add "friday" in 10 minutes',
    ],
    [['tomorow', '9am'], /^"tomorow" may be mistyped: "tomorrow 9am" is a time[.]/],
    [
      ['tomorrow', '9am', 'call', 'mum'],
      'The time "tomorrow 9am" stands before the message. Write the message first: remindme "call mum" tomorrow 9am',
    ],
    [['in 10 minutes', 'call mum'], /remindme "call mum" in 10 minutes\n$/],
    [
      ['call mum tomorrow 9am'],
      'The time "tomorrow 9am" is inside the quotes. End them before it: remindme "call mum" tomorrow 9am',
    ],
    [
      ['add', 'call mum tomorrow'],
      'The time "tomorrow" is inside the quotes. End them before it: remindme add "call mum" tomorrow',
    ],
    [
      ['postpone', '10m'],
      'There is no command postpone. Did you mean remindme move? To add a reminder: remindme add "postpone" 10m',
    ],
    [
      ['update', 'abcd', 'tomorrow', '9am'],
      /^There is no command update[.].* To add a reminder: remindme add "update abcd" tomorrow 9am\n$/,
    ],
    [
      ['remind', 'me', 'tomorrow', '9am'],
      /Did you mean remindme add\? To add a reminder: remindme add "me" tomorrow 9am\n$/,
    ],
    [['cancell', '5m'], /^There is no command cancell[.] Did you mean remindme cancel\?/],
  ])('%j', async (args, sentence) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
    const said = stderr.replace(/^error: /, '');
    expect(said).toEqual(typeof sentence === 'string' ? `${sentence}\n` : expect.stringMatching(sentence));
    expect(aws.calls).toEqual([]);
  });

  test('refuses a piped message without -', async () => {
    const line = `echo msg | '${process.execPath}' '${BUNDLE}' add in 3 hours`;
    const stderr = await new Promise((resolve) => {
      execFile('sh', ['-c', line], { env: { ...process.env, ...aws.env } }, (_error, _stdout, text) => resolve(text));
    });
    expect(stderr).toBe(
      'error: There is no message, because "in 3 hours" is a time. Write the message first, or read it from stdin: remindme add - in 3 hours\n',
    );
    expect(aws.calls).toEqual([]);
  });
});

describe('words that still add a reminder', () => {
  test.each([
    [['tea', 'in', '5', 'minutes'], 'tea'],
    [['add', 'tomorrow', '9am'], 'tomorrow'],
    [['add', 'snooze', '10m'], 'snooze'],
    [['update the phone', '10m'], 'update the phone'],
  ])('%j', async (args, message) => {
    expect((await run(...args)).stdout).toContain(`You will be reminded of "${message}"`);
  });
});

describe('asks at a terminal', () => {
  const ask = (args: readonly string[], ...questions: Parameters<typeof runAtTerminal>[2] & object) =>
    runAtTerminal(aws.env, [...args, '--dry-run'], questions);

  test('for the message if all words are a time', async () => {
    const question = '"in 10 minutes" is a time. What shall I remind you of?';
    const { code, screen } = await ask(['in', '10', 'minutes'], [question, `tea${ENTER}`]);
    expect(screen).toContain('"message":"tea"');
    expect(code).toBe(0);
  });

  test('whether a verb is the message, and Enter means no', async () => {
    const question = 'Did you mean a reminder of "postpone"?';
    const yes = await ask(['postpone', '10m'], [question, 'y']);
    const no = await ask(['postpone', '10m'], [question, ENTER]);
    expect(yes.screen).toContain('"message":"postpone"');
    expect(no.screen).toContain('There is no command postpone. Did you mean remindme move?');
    expect([yes.code, no.code]).toEqual([0, 2]);
  });

  test('whether the end of the message is the time', async () => {
    const question = 'Did you mean a reminder of "call mum" at the time "tomorrow 9am"?';
    const { code, screen } = await ask(['call mum tomorrow 9am'], [question, ENTER]);
    expect(screen).toContain('"message":"call mum"');
    expect(code).toBe(0);
  });
});
