import { run } from './with-fake-aws.ts';

test.each(['toString', 'constructor', '__proto__'])('%s is no command, and its help that of add', async (word) => {
  expect(await run(word, '--help')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Usage: remindme/) });
});

test('every command has help with examples', async () => {
  const commands =
    'add list show cancel move retry undelivered subscribe unsubscribe subscribers doctor completion'.split(' ');
  const help = await run('--help');
  expect(help).toMatchObject({ code: 0, stderr: '' });
  for (const command of commands) {
    expect(help.stdout).toContain(`\n  ${command} `);
    const { code, stdout } = await run(command, '--help');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/Examples:\n {2}\$ [\s\S]*|--json/) });
    for (const option of ['--json', '--profile', '--region', '--service', '--quiet', '--no-color', '--help']) {
      expect(stdout).toContain(option);
    }
  }
});
