import { spawn, spawnSync } from 'node:child_process';
import { BUNDLE } from '../support/run-remindme.ts';
import { aws, ID, OTHER, run } from './with-fake-aws.ts';

/** Runs a test in a shell, if this machine has it. */
const testIn = (shell: string, title: string, body: () => Promise<void>) =>
  spawnSync(shell, ['-c', '']).error ? test.skip(`${title}: ${shell} is not installed`, body) : test(title, body);

/** Runs a program in a shell, with both of its streams in one. */
async function runShell(shell: string, program: string, ...args: string[]): Promise<string> {
  const child = spawn(shell, ['-c', program, ...(shell === 'zsh' ? ['zsh'] : []), ...args], {
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
  ])('%j', async (words, expected) => {
    aws.add({ name: ID });
    aws.add({ name: OTHER, status: 'SUCCEEDED' });
    const { code, stdout, stderr } = await run('complete', '--', ...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(expected);
    expect(stdout).not.toContain(OTHER);
  });

  test('an AWS that never answers is not waited for', async () => {
    const called = aws.neverAnswer('ListExecutions');
    const [result] = await Promise.all([run('complete', '--', 'cancel', ''), called]);
    expect(result).toMatchObject({ code: 0, stderr: '', stdout: ':4\n' });
  }, 15_000);

  test('without an answer of AWS there is nothing, and no error', async () => {
    aws.behave = () => ({ error: 'AccessDeniedException' });
    expect(await run('complete', '--', 'cancel', '')).toMatchObject({ code: 0, stderr: '', stdout: ':4\n' });
  });

  test.each(['bash', 'zsh', 'fish'])('the script for %s asks the command, and evaluates nothing', async (shell) => {
    const { stdout } = await run('completion', shell);
    expect(stdout).toContain('remindme complete --');
    expect(stdout).not.toContain('eval');
  });

  test('in bash itself', async () => {
    aws.add({ name: ID });
    const { stdout: script } = await run('completion', 'bash');
    const line = `remindme() { '${process.execPath}' '${BUNDLE}' "$@"; }; ${script}
      COMP_WORDS=(remindme cancel '$(echo evaluated >&2)' 2099); COMP_CWORD=3; _remindme; echo "\${COMPREPLY[*]}"
      COMP_WORDS=(remindme ca); COMP_CWORD=1; _remindme; echo "\${COMPREPLY[*]}"`;
    const output = await runShell('bash', line);
    expect(output).toBe(`${ID}\ncancel\n`);
  });

  test('retry offers reminders that have failed', async () => {
    aws.add({ name: ID });
    aws.add({ name: OTHER, status: 'FAILED' });
    const { stdout } = await run('complete', '--', 'retry', '');
    expect(stdout).toMatch(new RegExp(`^${OTHER}\\t`, 'm'));
    expect(stdout).not.toContain(ID);
  });

  /** What to complete in each shell, and an offer that is expected for it. */
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

  testIn('zsh', 'in zsh itself', async () => {
    aws.add({ name: ID });
    const { stdout: script } = await run('completion', 'zsh');
    // the completion system needs a terminal: here are the two of its functions that the script calls
    const program = `remindme() { '${process.execPath}' '${BUNDLE}' "$@" }
      compdef() { }; _describe() { print -r -- \${\${(P)2}[1]%%:*} }; ${script}
      for line; do words=("\${(@Q)\${(z)line}}"); CURRENT=$#words; _remindme; done`;
    const output = await runShell('zsh', program, ...LINES.map(([line]) => line.replace(/"/g, "'")));
    expect(output).toBe(LINES.map(([, offer]) => `${offer}\n`).join(''));
  });
});
