import { rows } from '../support/run-remindme.ts';
import { aws, ID, OTHER, run } from './with-fake-aws.ts';

describe('ids', () => {
  beforeEach(() => {
    aws.add({ name: ID });
    aws.add({ name: OTHER, machine: 'lambda' });
  });

  test.each([[ID], [ID.slice(0, 8 + 3)], ['20990127'], ['cd5f'], ['cd5fc434ef1e4063']])(
    '%s identifies the reminder',
    async (id) => {
      expect(rows(await run('show', id, '--json'))[0]).toMatchObject({ id: ID, via: 'sns' });
    },
  );

  test('prefer an exact match to a pending reminder with a longer id', async () => {
    aws.add({ name: 'invoice.4', status: 'SUCCEEDED' });
    aws.add({ name: 'invoice.42' });
    expect(await run('cancel', 'invoice.4')).toMatchObject({ code: 1, stderr: expect.stringMatching(/has been sent/) });
    expect(aws.operations).not.toContain('StopExecution');
  });

  test('refuse the ARN of another deployment', async () => {
    const arn = `arn:aws:states:us-east-1:999988887777:execution:team-sns:${ID}`;
    expect(await run('cancel', arn)).toEqual({
      code: 3,
      stdout: '',
      stderr: `error: ${arn} is no execution of this deployment. Pass the --service, --region and --via of its deployment.\n`,
    });
    expect(aws.operations).not.toContain('StopExecution');
  });

  test('find a whole id that AWS shows late', async () => {
    let times = 0;
    aws.behave = ({ operation }) => {
      times += operation === 'DescribeExecution' ? 1 : 0;
      return operation === 'DescribeExecution' && times <= 2 ? { error: 'ExecutionDoesNotExist' } : undefined;
    };
    expect(rows(await run('cancel', ID, '--json'))).toEqual([{ id: ID, status: 'cancelled' }]);
  });

  test('may be ARNs', async () => {
    expect(rows(await run('show', aws.arn({ machine: 'sns', name: ID }), '--json'))[0]).toMatchObject({ id: ID });
  });

  test('are refused if they match two reminders, and the error names both', async () => {
    const result = await run('cancel', 'cd');
    expect(result).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(`${ID} (sns), ${OTHER} (lambda)`),
    });
    expect(aws.operations).not.toContain('StopExecution');
  });

  test('mean the pending reminder if they match only one pending reminder', async () => {
    aws.add({ name: `${ID}-2` });
    Object.assign([...aws.executions.values()][0] ?? {}, { status: 'ABORTED' });
    expect(rows(await run('show', 'cd5f', '--json'))[0]).toMatchObject({ id: `${ID}-2` });
  });

  test('need --via if both state machines have the same one', async () => {
    aws.add({ name: ID, machine: 'lambda' });
    expect(await run('show', ID)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Pass --via sns or --via lambda/),
    });
    expect(rows(await run('show', ID, '--via', 'lambda', '--json'))[0]).toMatchObject({ via: 'lambda' });
  });

  test.each([['20990127T090000Z-0000000000000000'], ['ffff']])('%s is not found', async (id) => {
    for (const command of [
      ['show', id],
      ['cancel', id],
      ['move', id, 'PT1H'],
      ['retry', id],
    ]) {
      expect(await run(...command)).toMatchObject({
        code: 3,
        stdout: '',
        stderr: expect.stringMatching(/no reminder "/),
      });
    }
  });
});
