import { rows } from '../support/run-remindme.ts';
import { aws, run } from './with-fake-aws.ts';

/**
 * Tests scheduled reminders. In these tests, executions wait for at most a day, so a reminder that is due in 3 days is
 * scheduled.
 */

const WHEN = new Date(Date.now() + 3 * 86_400_000).toISOString().replace(/[.].*/, 'Z');
const LATER = new Date(Date.now() + 5 * 86_400_000).toISOString().replace(/[.].*/, 'Z');
const add = async (when = WHEN) => rows(await run('add', 'call mum', when, '--json'))[0];
const list = async (...args: string[]) => rows(await run('list', '--json', ...args));
const show = async (id: string) => rows(await run('show', id, '--json'))[0];

let id: string;
beforeEach(async () => {
  aws.holdDays = 1;
  id = String((await add())?.['id']);
});

/** Starts the execution of the given schedule, and marks its reminder as sent. */
function send(name: string): void {
  const second = aws.fire(name);
  const output = JSON.stringify({ messageId: 'an id', dueAt: WHEN, sentAt: WHEN });
  Object.assign(second, { status: 'SUCCEEDED', stopDate: Date.parse(WHEN), output });
}

describe.each([
  ['in its schedule', () => {}],
  ['in the execution that its schedule has started', () => aws.fire(id)],
])('a reminder that waits %s', (_where, reach) => {
  beforeEach(reach);

  test('is listed once, and shown as pending', async () => {
    expect(await list()).toEqual([
      { id, due: WHEN, status: 'pending', via: 'sns', message: 'call mum', every: undefined },
    ]);
    expect(await list('--status', 'all')).toHaveLength(1);
    expect(await show(id)).toMatchObject({ id, due: WHEN, status: 'pending', message: 'call mum' });
    expect(await show(id.slice(17, 24))).toMatchObject({ id });
  });

  test('is not started again', async () => {
    expect(await add()).toMatchObject({ id, created: false });
    expect(aws.schedules.size + aws.executions.size).toBe(2);
  });

  test('is cancelled once, and can then be added again', async () => {
    expect((await run('cancel', id)).stdout).toMatch(/^✔ /);
    expect((await run('cancel', id)).stdout).toContain('was cancelled before');
    expect(await list()).toEqual([]);
    expect(await show(id)).toMatchObject({ status: 'cancelled' });
    expect(await add()).toMatchObject({ id: `${id}-2`, created: true });
  });

  test('gets another time', async () => {
    const moved = rows(await run('move', id, LATER, '--json'))[0];
    expect(moved).toMatchObject({ due: LATER, created: true });
    expect(await list()).toEqual([expect.objectContaining({ id: moved?.['id'], due: LATER })]);
  });

  test('stays as it is if it is moved to the time that it has', async () => {
    expect(await run('move', id, WHEN)).toMatchObject({ code: 0 });
    expect(await list()).toEqual([expect.objectContaining({ id, due: WHEN })]);
  });

  test('gets another text', async () => {
    const edited = rows(await run('edit', id, '--message', 'call dad', '--json'))[0];
    expect(await list()).toEqual([expect.objectContaining({ id: edited?.['id'], message: 'call dad', due: WHEN })]);
  });

  test('is exported', async () => {
    const { stdout } = await run('export', '--format', 'jsonl');
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([expect.objectContaining({ message: 'call mum', timestamp: WHEN })]);
  });
});

test('a reminder that was sent keeps its id, is not started again, and can be snoozed', async () => {
  send(id);
  expect(await show(id)).toMatchObject({ id, status: 'sent', sent: WHEN });
  expect(await list('--status', 'sent')).toEqual([expect.objectContaining({ id, status: 'sent', due: WHEN })]);
  expect(await add()).toMatchObject({ id, created: false });
  expect(rows(await run('snooze', id, LATER, '--json'))[0]).toMatchObject({ due: LATER, created: true });
});

test('is found when Step Functions has deleted its first execution', async () => {
  send(id);
  aws.executions.delete(aws.arn({ machine: 'sns', name: id }));
  expect(await show(id)).toMatchObject({ id, status: 'sent' });
});

test('is found by the name and by the ARN of the execution that its schedule has started', async () => {
  const second = aws.fire(id);
  expect(await show(second.name)).toMatchObject({ id, status: 'pending' });
  expect(await show(aws.arn(second))).toMatchObject({ id, status: 'pending' });
});

test('is cancelled in its schedule if its execution hands it over just before', async () => {
  const first = aws.add({ name: 'parcel', input: JSON.stringify({ message: 'fetch the parcel', timestamp: WHEN }) });
  aws.behave = ({ operation }) => {
    if (operation === 'StopExecution') {
      aws.handOver(first);
    }
    return undefined;
  };
  expect(rows(await run('cancel', 'parcel', '--json'))).toEqual([{ id: 'parcel', status: 'cancelled' }]);
  expect(aws.schedules.has('parcel')).toBe(false);
});

test('add --wait waits until it was sent', async () => {
  aws.behave = ({ operation }, times) => {
    if (operation === 'DescribeExecution' && times === 2) {
      send(id);
    }
    return undefined;
  };
  const result = await run('add', 'call mum', WHEN, '--wait', '--json');
  expect(rows(result).at(-1)).toMatchObject({ id, status: 'sent', sent: WHEN });
});
