import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { emptyCache, runRemindme } from '../support/run-remindme.ts';
import { aws, run } from './with-fake-aws.ts';

describe('parameters', () => {
  test('are read once and kept, for their owner only', async () => {
    await run('list');
    await run('list');
    expect(aws.operations.filter((name) => name === 'GetParameters')).toHaveLength(1);
  });

  test('are read again when what they told is gone', async () => {
    await run('x', 'PT1H');
    const moved = 'arn:aws:states:eu-west-1:111122223333:stateMachine:remindme-sns-moved';
    aws.parameters['/remindme/state-machines/sns'] = moved;

    const result = await run('y', 'PT2H', '--json');

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

  test('of a deployment that is not there', async () => {
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

test('the cache may be unwritable or broken', async () => {
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
