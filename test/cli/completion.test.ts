import { spawn } from 'node:child_process';
import { BUNDLE } from '../support/run-remindme.ts';
import { aws, ID, OTHER, run } from './with-fake-aws.ts';

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
    const child = spawn('bash', ['-c', line], { env: { ...process.env, ...aws.env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    await new Promise((resolve) => child.on('close', resolve));
    expect(output).toBe(`${ID}\ncancel\n`);
  });
});
