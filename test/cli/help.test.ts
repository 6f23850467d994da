import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { printHelp } from '../../cli/terminal/print-help.ts';
import { run } from './with-fake-aws.ts';

describe('help', () => {
  test.each([
    [['-h'], ['--help']],
    [['help'], ['--help']],
    [[], ['--help']],
    [
      ['list', '-h'],
      ['list', '--help'],
    ],
    [
      ['help', 'list'],
      ['list', '--help'],
    ],
    [
      ['help', 'help'],
      ['help', '--help'],
    ],
    [
      ['help', '-h'],
      ['help', '--help'],
    ],
    // the build prepares no help text for this command line
    [
      ['--json', 'help', 'list'],
      ['list', '--help'],
    ],
    [
      ['list', '--json', '-h'],
      ['list', '--help'],
    ],
    [['--json', 'help'], ['--help']],
    [['call mum', '--json', '-h'], ['--help']],
  ])('%j prints it', async (args, same) => {
    const asked = await run(...args);
    expect(asked).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^Usage: remindme /) });
    expect(asked).toEqual(await run(...same));
  });

  test('names both ways to get help', async () => {
    const { stdout } = await run('help');
    expect(stdout).toMatch(/ {2}-h, --help +print this help\n/);
    expect(stdout).toMatch(/ {2}help \[command\] +print this help, or that of a command\n/);
  });

  test('is printed without loading the program', () => {
    const written: string[] = [];
    const stdout = { on: () => {}, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
    const texts = { '': 'all', list: 'list', '--version': '1' };
    for (const args of [['-h'], ['help'], [], ['list', '-h'], ['help', 'list']]) {
      expect(printHelp(args, texts, stdout)).toBe(true);
    }
    expect(written).toEqual(['all', 'all', 'all', 'list', 'list']);
    for (const args of [
      ['help', 'tea'],
      ['help', '--version'],
      ['help', ''],
      ['help', 'list', '9am'],
      ['-h', 'list'],
    ]) {
      expect(printHelp(args, texts, stdout)).toBe(false);
    }
  });
});

describe('a reminder with the message help', () => {
  test.each([
    [['help', 'tomorrow', '9am'], 'There is no command "tomorrow 9am".', 'help tomorrow 9am'],
    [['help', 'tea'], 'There is no command "tea".', 'help tea'],
  ])('%j is refused with an explanation', async (args, problem, words) => {
    expect(await run(...args)).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${problem} See remindme help. To be reminded of "help": remindme add ${words}\n`,
    });
  });

  test('can be added with add', async () => {
    expect(await run('add', 'help', 'tomorrow', '9am')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^✔ You will be reminded of "help"/),
    });
  });
});

test('is also printed on a narrow terminal', () => {
  const inTerminal = join(import.meta.dirname, 'in-terminal.py');
  const bundle = join(import.meta.dirname, '..', '..', 'dist', 'remindme.cjs');
  const plan = JSON.stringify({ questions: [], seconds: 60, columns: 50 });
  const output = execFileSync('python3', [inTerminal, plan, process.execPath, bundle, 'help', 'list'], {
    encoding: 'utf8',
  });
  expect(output).toMatch(/^Usage: remindme list[|]ls [\s\S]*\n0\n$/);
});

test.each(['toString', 'constructor', '__proto__'])(
  '%s is not a command, and its help is that of add',
  async (word) => {
    expect(await run(word, '--help')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Usage: remindme/) });
  },
);

test('every command has help with examples', async () => {
  const commands =
    'add list show cancel move retry undelivered subscribe unsubscribe subscribers doctor completion'.split(' ');
  const help = await run('--help');
  expect(help).toMatchObject({ code: 0, stderr: '' });
  for (const command of commands) {
    expect(help.stdout).toMatch(new RegExp(`\n {2}${command}[ |]`));
    const { code, stdout } = await run(command, '--help');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/Examples:\n {2}\$ [\s\S]*|--json/) });
    for (const option of ['--json', '--profile', '--region', '--service', '--quiet', '--no-color', '--help']) {
      expect(stdout).toContain(option);
    }
  }
});
