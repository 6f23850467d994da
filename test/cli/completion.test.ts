import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLE } from '../support/run-remindme.ts';
import { type Question, runAtTerminal } from './at-terminal.ts';
import { aws, ID, OTHER, run } from './with-fake-aws.ts';

/** Defines a test that runs only if the given shell is installed on this computer. */
const testIn = (shell: string, title: string, body: () => Promise<void>) =>
  spawnSync(shell, ['-c', '']).error ? test.skip(`${title}: ${shell} is not installed`, body) : test(title, body);

/** Runs a program in the given shell, and returns its stdout and stderr together. */
async function runShell(shell: string, program: string, ...args: string[]): Promise<string> {
  const child = spawn(shell, ['-c', program, ...args], {
    env: { ...process.env, ...aws.env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  await new Promise((resolve) => child.on('close', resolve));
  return output;
}

describe('completion', () => {
  test.each([
    [[''], /^add\t/m],
    [['sub'], /^subscribe\t[\s\S]*^subscribers\t/m],
    [['list', '--sta'], /^--status\t/m],
    [['list', '--js'], /^--json\t/m],
    [['list', '--status', 'fa'], /^failed\t/m],
    [['add', 'x', '--tz', 'Europe/Lon'], /^Europe\/London\t/m],
    [['cancel', '2099'], new RegExp(`^${ID}\t`, 'm')],
    [['rm', '2099'], new RegExp(`^${ID}\t`, 'm')],
    [['edit', ''], new RegExp(`^${ID}\t`, 'm')],
    [['move', ''], new RegExp(`^${ID}\t`, 'm')],
    [['completion', ''], /^bash\t/m],
    [['help', 'ca'], /^cancel\t/m],
    [['import', 'docs/rem'], /^docs\/reminders[.]csv\t/m],
  ])('offers completions for %j', async (words, expected) => {
    aws.add({ name: ID });
    aws.add({ name: OTHER, status: 'SUCCEEDED' });
    const { code, stdout, stderr } = await run('complete', '--', ...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(expected);
    expect(stdout).not.toContain(OTHER);
  });

  test('stops waiting if AWS never answers', async () => {
    const called = aws.neverAnswer('ListExecutions');
    const [result] = await Promise.all([run('complete', '--', 'cancel', ''), called]);
    expect(result).toMatchObject({ code: 0, stderr: '', stdout: ':4\n' });
  }, 15_000);

  test('offers nothing and reports no error if AWS does not answer', async () => {
    aws.behave = () => ({ error: 'AccessDeniedException' });
    expect(await run('complete', '--', 'cancel', '')).toMatchObject({ code: 0, stderr: '', stdout: ':4\n' });
  });

  test.each(['bash', 'zsh', 'fish'])('the script for %s asks the command, and evaluates nothing', async (shell) => {
    const { stdout } = await run('completion', shell);
    expect(stdout).toContain('remindme complete --');
    expect(stdout).not.toContain('eval');
  });

  test('works in bash itself', async () => {
    aws.add({ name: ID });
    const { stdout: script } = await run('completion', 'bash');
    const line = `remindme() { '${process.execPath}' '${BUNDLE}' "$@"; }; ${script}
      COMP_WORDS=(remindme cancel '$(echo evaluated >&2)' 2099); COMP_CWORD=3; _remindme; echo "\${COMPREPLY[*]}"
      COMP_WORDS=(remindme ca); COMP_CWORD=1; _remindme; echo "\${COMPREPLY[*]}"`;
    const output = await runShell('bash', line);
    expect(output).toBe(`${ID}\ncancel\n`);
  });

  test('offers pending and sent reminders to snooze', async () => {
    aws.add({ name: ID });
    aws.add({ name: OTHER, status: 'SUCCEEDED' });
    const { stdout } = await run('complete', '--', 'snooze', '');
    expect(stdout.split('\n').map((line) => line.split('\t')[0])).toEqual(expect.arrayContaining([ID, OTHER]));
  });

  test('offers failed reminders to retry', async () => {
    aws.add({ name: ID });
    aws.add({ name: OTHER, status: 'FAILED' });
    const { stdout } = await run('complete', '--', 'retry', '');
    expect(stdout).toMatch(new RegExp(`^${OTHER}\\t`, 'm'));
    expect(stdout).not.toContain(ID);
  });

  /** Command lines to complete, each with a completion that the shell must offer. */
  const LINES = [
    ['remindme ca', 'cancel'],
    ['remindme list --sta', '--status'],
    ['remindme list --status fa', 'failed'],
    ['remindme help ret', 'retry'],
    ['remindme cancel 2099', ID],
    ['remindme cancel "$(echo evaluated >&2)" 2099', ID],
  ] as const;

  testIn('fish', 'in fish itself', async () => {
    aws.add({ name: ID });
    const { stdout: script } = await run('completion', 'fish');
    const program = `function remindme; '${process.execPath}' '${BUNDLE}' $argv; end; ${script}
      for line in $argv; complete -C $line; echo end; end`;
    const output = await runShell('fish', program, ...LINES.map(([line]) => line));
    const offers = output.split('end\n').map((each) => each.split(/[\t\n]/)[0]);
    expect(offers.slice(0, -1)).toEqual(LINES.map(([, offer]) => offer));
  });

  testIn('zsh', 'in zsh itself, at its prompt', async () => {
    aws.add({ name: ID });
    const { stdout: script } = await run('completion', 'zsh');
    const folder = mkdtempSync(join(tmpdir(), 'zsh-'));
    const setUp = `remindme() { '${process.execPath}' '${BUNDLE}' "$@" }
      autoload -Uz compinit && compinit -D -u
      ${script}
      show() { print -r -- "<$BUFFER>"; BUFFER=''; zle redisplay }
      zle -N show; bindkey '^X' show; PS1='ready> '`;
    writeFileSync(join(folder, '.zshrc'), setUp);
    const typed = LINES.map(([line]): Question => ['ready> ', `${line}\t\x18`]);

    const { screen } = await runAtTerminal(
      { ...aws.env, ZDOTDIR: folder, TERM: 'dumb' },
      ['-i'],
      [...typed, ['ready> ', 'exit\n']],
      100,
      undefined,
      ['zsh'],
    );

    const completed = LINES.map(([line, offer]) => `${line.slice(0, line.lastIndexOf(' '))} ${offer} `);
    expect([...screen.matchAll(/<(remindme.*)>/g)].map(([, buffer]) => buffer)).toEqual(completed);
    expect(screen).not.toMatch(/^evaluated/m);
  });
});
