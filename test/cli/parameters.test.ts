import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { clockAhead, emptyCache, runRemindme } from '../support/run-remindme.ts';
import { aws, run } from './with-fake-aws.ts';

describe('parameters', () => {
  test('are read once and then kept in a file that only the owner can read', async () => {
    await run('list');
    await run('list');
    expect(aws.operations.filter((name) => name === 'GetParameters')).toHaveLength(1);
  });

  test.each([
    ['an hour before they are a day old', 23, 1],
    ['when they are older than a day', 25, 2],
    ['when the clock was set back since', -1, 2],
  ])('are read from AWS only if they are too old: %s', async (_, hours, times) => {
    await run('list');
    await runRemindme(['list'], { env: { ...aws.env, ...clockAhead(hours * 3_600) } });
    expect(aws.operations.filter((name) => name === 'GetParameters')).toHaveLength(times);
  });

  test('are kept separately for each region, account and endpoint', async () => {
    const credentials = `${aws.env['XDG_CACHE_HOME']}/credentials`;
    const keys = 'aws_access_key_id = x\naws_secret_access_key = x\n';
    writeFileSync(credentials, ['one', 'two', 'three'].map((profile) => `[${profile}]\n${keys}`).join(''));
    const env = { ...aws.env, AWS_SHARED_CREDENTIALS_FILE: credentials };
    const withoutKey = { ...env, AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    const ways: [args: string[], env: typeof aws.env][] = [
      [['list'], env],
      [['list', '--region', 'us-west-2'], env],
      [['list'], { ...env, AWS_REGION: 'us-east-1' }],
      [['list'], { ...env, AWS_REGION: undefined, AWS_DEFAULT_REGION: 'us-east-2' }],
      [['list'], { ...env, AWS_REGION: undefined, AWS_DEFAULT_REGION: 'eu-north-1' }],
      [['list'], { ...env, AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-south-1' }],
      [['list'], { ...env, AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-south-2' }],
      [['list'], { ...env, AWS_ACCESS_KEY_ID: 'another' }],
      [['list'], { ...env, AWS_ENDPOINT_URL: `${aws.env['AWS_ENDPOINT_URL']}/` }],
      [['list'], { ...env, AWS_ENDPOINT_URL_SFN: aws.env['AWS_ENDPOINT_URL'] }],
      [['list', '--profile', 'one'], withoutKey],
      [['list'], { ...withoutKey, AWS_PROFILE: 'two' }],
      [['list'], { ...withoutKey, AWS_PROFILE: 'three' }],
    ];
    for (const times of [1, 0]) {
      for (const [args, env] of ways) {
        aws.calls.length = 0;
        expect(await runRemindme(args, { env })).toMatchObject({ code: 0 });
        expect(aws.operations.filter((name) => name === 'GetParameters')).toHaveLength(times);
      }
    }
  });

  test('are read again if a state machine is gone', async () => {
    await run('x', 'PT1H');
    const moved = 'arn:aws:states:eu-west-1:111122223333:stateMachine:remindme-sns-moved';
    aws.parameters['/remindme/state-machines/sns'] = moved;

    const result = await run('pay', 'PT2H', '--json');

    expect(result.code).toBe(0);
    expect(aws.operations).toEqual([
      'GetParameters',
      'StartExecution',
      'StartExecution',
      'GetParameters',
      'StartExecution',
    ]);
    expect(aws.calls.at(-1)?.input['stateMachineArn']).toBe(moved);
  });

  test('are missing if there is no such deployment, and the error says so', async () => {
    expect(await run('list', '--service', 'nowhere')).toEqual({
      code: 3,
      stdout: '',
      stderr:
        'error: No deployment called nowhere in eu-west-1. Deploy it with npx cdk deploy --all -c name=nowhere, or pass --region or --service.\n',
    });
    expect(await run('list', '--region', 'us-west-2', '--service', 'nowhere')).toMatchObject({
      stderr: expect.stringContaining('in us-west-2'),
    });
  });
});

test('only the owner can read the files on this machine, with any umask', async () => {
  const before = process.umask(0);
  const added = run('my secret', 'PT1H');
  process.umask(before);
  await added;

  const folder = `${aws.env['XDG_CACHE_HOME']}/remindme`;
  const kept = readdirSync(folder);
  expect(kept).toEqual(expect.arrayContaining(['added.jsonl', expect.stringMatching(/^deployment-/)]));
  for (const path of [folder, ...kept.map((file) => `${folder}/${file}`)]) {
    expect({ path, forOthers: statSync(path).mode & 0o077 }).toEqual({ path, forOthers: 0 });
  }
});

test('compiled code is stored, and stored again when a command has used more of the program', async () => {
  const cache = emptyCache();
  const env = { ...aws.env, XDG_CACHE_HOME: cache };
  const kept = () =>
    readdirSync(`${cache}/remindme`)
      .filter((file) => file.startsWith('code-'))
      .map((file) => ({ file, ...statSync(`${cache}/remindme/${file}`) }));
  await runRemindme(['add', 'compiled', 'PT1H', '--dry-run'], { env });
  const [first, ...others] = kept();
  expect(others).toEqual([]);
  await runRemindme(['add', 'compiled', 'PT1H'], { env });
  const [second] = kept();
  expect(second).toMatchObject({ file: first?.file });
  expect(second?.size).toBeGreaterThan(first?.size ?? 0);
  await runRemindme(['add', 'compiled', 'PT1H', '--dry-run'], { env });
  expect(kept()).toEqual([{ ...second, atimeMs: expect.anything(), atime: expect.anything() }]);
});

test('the command works if the cache is broken or not writable', async () => {
  const env = { ...aws.env, XDG_CACHE_HOME: '/dev/null' };
  expect(await runRemindme(['list', '--quiet'], { env })).toMatchObject({ code: 0, stderr: '' });
  const cache = emptyCache();
  await runRemindme(['list'], { env: { ...aws.env, XDG_CACHE_HOME: cache } });
  mkdirSync(`${cache}/remindme`, { recursive: true });
  for (const file of readdirSync(`${cache}/remindme`)) {
    writeFileSync(`${cache}/remindme/${file}`, 'broken');
  }
  writeFileSync(`${cache}/remindme/added.jsonl`, 'broken\n{"arn":1}\n');
  expect(await runRemindme(['list', '--quiet'], { env: { ...aws.env, XDG_CACHE_HOME: cache } })).toMatchObject({
    code: 0,
    stderr: '',
  });
});
