import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExecution } from '../../console/execution/execution-model.ts';
import type { Definition } from '../../drawing/definition.ts';
import { layOut } from '../../drawing/lay-out.ts';
import { smallDrawing } from '../../drawing/small-drawing.ts';
import type { Shape } from '../../drawing/svg.ts';
import { historyOf, type TestEvent } from '../support/history-of.ts';

function published(name: string): Definition {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/definitions', `${name}.asl.json`), 'utf8'));
}

const REMINDER = published('remindme-sns');
const STACKS = published('remindme-stack-creator');
const NOW = 10_000_000;

const read = (definition: Definition, events: readonly TestEvent[]) =>
  readExecution(definition, historyOf(events), NOW);
const statuses = (model: ReturnType<typeof readExecution>) =>
  Object.fromEntries(Object.entries(model.states).map(([name, { status }]) => [name, status]));

const entered = (type: string, name: string, input = '{}', seconds = 1): TestEvent => [
  `${type}StateEntered`,
  { name, input },
  { seconds },
];
const exited = (type: string, name: string, output = '{}', seconds = 1): TestEvent => [
  `${type}StateExited`,
  { name, output },
  { seconds },
];
const checked: readonly TestEvent[] = [
  ['ExecutionStarted', { input: '{"message":"tea"}' }],
  entered('Choice', 'Check the request', '{"message":"tea"}'),
  exited('Choice', 'Check the request'),
];
const waited: readonly TestEvent[] = [
  ...checked,
  entered('Wait', 'Wait until due'),
  exited('Wait', 'Wait until due', '{}', 1_797),
];

describe('a reminder', () => {
  test('waits: its first state is passed, the wait runs, and the rest is to come', () => {
    const model = read(REMINDER, waited.slice(0, -1));

    expect(statuses(model)).toEqual({ 'Check the request': 'passed', 'Wait until due': 'running' });
    expect(model.edges).toEqual(['start > Check the request', 'Check the request > Wait until due']);
    expect(model.timeline.map(({ states, status }) => [states[0], status])).toEqual([
      ['Check the request', 'passed'],
      ['Wait until due', 'running'],
      ['Send the reminder', 'not reached'],
    ]);
  });

  test('is sent after a retry: the way to success is passed, and the long wait is folded', () => {
    const model = read(REMINDER, [
      ...waited,
      entered('Task', 'Send the reminder'),
      ['TaskScheduled', { resource: 'publish' }],
      ['TaskStarted', {}],
      ['TaskFailed', { error: 'SNS.InternalErrorException', cause: 'Try later.' }],
      ['TaskScheduled', { resource: 'publish' }],
      ['TaskSucceeded', { output: '{"MessageId":"1"}' }],
      exited('Task', 'Send the reminder', '{"messageId":"1"}'),
      ['ExecutionSucceeded', { output: '{"messageId":"1"}' }],
    ]);

    expect(statuses(model)).toEqual({
      'Check the request': 'passed',
      'Wait until due': 'passed',
      'Send the reminder': 'retried',
    });
    expect(model.edges).toContain('Send the reminder > end');
    expect(model.timeline.map(({ states, tries, folded }) => [states[0], tries, folded])).toEqual([
      ['Check the request', 0, false],
      ['Wait until due', 0, true],
      ['Send the reminder', 2, false],
    ]);
    const [visit] = model.states['Send the reminder']?.newest ?? [];
    expect(visit?.failure).toBeUndefined();
    expect(visit?.tries[0]?.failure).toEqual({ error: 'SNS.InternalErrorException', cause: 'Try later.' });
    expect(visit?.output).toBe('{"messageId":"1"}');
    expect(model.history.total).toBe(13);
    expect(
      model.history.lines.filter(({ detail }) => detail).map(({ event, state, detail }) => [event, state, detail]),
    ).toEqual([
      ['TaskScheduled', 'Send the reminder', 'publish'],
      ['TaskFailed', 'Send the reminder', 'SNS.InternalErrorException: Try later.'],
      ['TaskScheduled', 'Send the reminder', 'publish'],
    ]);
  });

  test('between two tries, the task is retrying', () => {
    const model = read(REMINDER, [
      ...waited,
      entered('Task', 'Send the reminder'),
      ['TaskScheduled', {}],
      ['TaskTimedOut', { error: 'States.Timeout' }],
    ]);

    expect(statuses(model)['Send the reminder']).toBe('retrying');
    expect(model.states['Send the reminder']?.newest[0]?.failure?.error).toBe('States.Timeout');
  });

  test('is kept: the task is caught, the arrow of its Catch is passed, and the last state failed', () => {
    const model = read(REMINDER, [
      ...waited,
      entered('Task', 'Send the reminder'),
      ['TaskScheduled', {}],
      ['TaskFailed', { error: 'SNS.NotFoundException', cause: 'No topic.' }],
      exited('Task', 'Send the reminder'),
      entered('Task', 'Keep the undelivered request'),
      ['TaskScheduled', {}],
      ['TaskSucceeded', {}],
      exited('Task', 'Keep the undelivered request'),
      entered('Fail', 'Report it as undelivered'),
      ['ExecutionFailed', { error: 'ReminderUndelivered', cause: 'It was not delivered.' }],
    ]);

    expect(statuses(model)).toMatchObject({
      'Send the reminder': 'caught',
      'Keep the undelivered request': 'passed',
      'Report it as undelivered': 'failed',
    });
    expect(model.edges).toContain('Send the reminder > Keep the undelivered request (caught)');
    expect(model.edges).toContain('Keep the undelivered request > Report it as undelivered');
    expect(model.states['Report it as undelivered']?.newest[0]?.failure).toEqual({
      error: 'ReminderUndelivered',
      cause: 'It was not delivered.',
    });
  });

  test('is cancelled: the wait is stopped and nothing is to come', () => {
    const model = read(REMINDER, [
      ...waited.slice(0, -1),
      ['ExecutionAborted', { error: 'Cancelled', cause: 'Nobody needs it.' }],
    ]);

    expect(statuses(model)['Wait until due']).toBe('stopped');
    expect(model.timeline.filter(({ status }) => status === 'not reached')).toEqual([]);
  });

  test('is redriven: the state that failed runs again', () => {
    const failed: readonly TestEvent[] = [
      ...waited,
      entered('Task', 'Send the reminder'),
      ['TaskScheduled', {}],
      ['TaskFailed', { error: 'States.Runtime', cause: 'No.' }],
      ['ExecutionFailed', { error: 'States.Runtime', cause: 'No.' }],
    ];
    expect(statuses(read(REMINDER, failed))['Send the reminder']).toBe('failed');

    const again = read(REMINDER, [...failed, ['ExecutionRedriven', {}], ['TaskScheduled', {}], ['TaskSucceeded', {}]]);
    expect(again.states['Send the reminder']).toMatchObject({ status: 'retrying', visits: 1 });
    expect(again.states['Send the reminder']?.newest[0]?.exitedAt).toBeUndefined();
  });
});

test('an execution without events has reached nothing', () => {
  expect(read(REMINDER, [])).toEqual({
    states: {},
    edges: [],
    timeline: [],
    history: { lines: [], total: 0 },
  });
});

describe('a stack creator', () => {
  const looks = (count: number): TestEvent[] =>
    Array.from({ length: count }, (): TestEvent[] => [
      entered('Wait', 'Wait before looking'),
      exited('Wait', 'Wait before looking', '{}', 30),
      entered('Task', 'Look at the stack'),
      ['TaskScheduled', {}],
      ['TaskSucceeded', {}],
      exited('Task', 'Look at the stack'),
      entered('Choice', 'Has it ended?'),
      exited('Choice', 'Has it ended?'),
    ]).flat();
  const begin: readonly TestEvent[] = [
    ['ExecutionStarted', {}],
    entered('Choice', 'Check the request'),
    exited('Choice', 'Check the request'),
    entered('Map', 'Handle each stack'),
    ['MapStateStarted', { length: 1 }],
    ['MapIterationStarted', { name: 'Handle each stack', index: 0 }],
    entered('Parallel', 'Isolate the stack'),
    ['ParallelStateStarted'],
    entered('Pass', 'Start the clock'),
    exited('Pass', 'Start the clock'),
    entered('Choice', 'Choose how to start'),
    exited('Choice', 'Choose how to start'),
    entered('Task', 'Create the stack'),
    ['TaskScheduled', {}],
    ['TaskSucceeded', {}],
    exited('Task', 'Create the stack'),
  ];
  const sumUp: readonly TestEvent[] = [
    entered('Pass', 'Sum up the result'),
    exited('Pass', 'Sum up the result'),
    ['ParallelStateSucceeded'],
    exited('Parallel', 'Isolate the stack'),
    ['MapIterationSucceeded', { name: 'Handle each stack', index: 0 }],
    ['MapStateSucceeded'],
    exited('Map', 'Handle each stack'),
  ];

  test('shows hundreds of looks once, with the number of rounds and the newest visits', () => {
    const model = read(STACKS, [...begin, ...looks(300), ...sumUp, entered('Pass', 'Write the report')]);

    expect(statuses(model)).toMatchObject({
      'Handle each stack': 'passed',
      'Isolate the stack': 'passed',
      'Look at the stack': 'passed',
      'Write the report': 'running',
    });
    expect(model.states['Look at the stack']?.visits).toBe(300);
    expect(model.states['Look at the stack']?.newest).toHaveLength(20);
    const map = model.timeline.find(({ states }) => states[0] === 'Handle each stack');
    const branch = map?.inner[0]?.items[0]?.inner[0];
    expect(branch?.items.map(({ states, rounds }) => [states.join(', '), rounds])).toEqual([
      ['Start the clock', 1],
      ['Choose how to start', 1],
      ['Create the stack', 1],
      ['Wait before looking, Look at the stack, Has it ended?', 300],
      ['Sum up the result', 1],
    ]);
  });

  test('passes the arrows inside of its Map and Parallel, with the keys that the drawing has', async () => {
    const { edges } = read(STACKS, [...begin, ...looks(2), ...sumUp]);

    expect(edges).toEqual(
      expect.arrayContaining([
        'Handle each stack/0/start > Isolate the stack',
        'Handle each stack/0/Isolate the stack/0/start > Start the clock',
        'Has it ended? > Wait before looking',
        'Sum up the result > Handle each stack/0/Isolate the stack/0/end',
        'Isolate the stack > Handle each stack/0/end',
      ]),
    );
    const { shapes } = await smallDrawing(STACKS, layOut);
    const keys = shapes.flatMap(({ attributes }: Shape) => attributes['data-edge'] ?? []);
    expect(edges.filter((edge) => !keys.includes(edge))).toEqual([]);
  });

  test('keeps two stacks apart, whose events alternate', () => {
    const model = read(STACKS, [
      ...begin.slice(0, 5),
      ['MapIterationStarted', { name: 'Handle each stack', index: 0 }, { after: 5 }],
      ['MapIterationStarted', { name: 'Handle each stack', index: 1 }, { after: 5 }],
      ['ParallelStateEntered', { name: 'Isolate the stack' }, { after: 6 }],
      ['ParallelStateEntered', { name: 'Isolate the stack' }, { after: 7 }],
      ['ParallelStateStarted', {}, { after: 8 }],
      ['ParallelStateStarted', {}, { after: 9 }],
      ['PassStateEntered', { name: 'Start the clock' }, { after: 10 }],
      ['PassStateEntered', { name: 'Start the clock' }, { after: 11 }],
      ['PassStateExited', { name: 'Start the clock' }, { after: 12 }],
      ['ParallelStateFailed', { error: 'States.Runtime', cause: 'No.' }, { after: 13 }],
      ['ParallelStateExited', { name: 'Isolate the stack' }, { after: 15 }],
    ]);

    expect(model.states['Start the clock']?.newest.map(({ item, status }) => [item, status])).toEqual([
      [0, 'passed'],
      [1, 'failed'],
    ]);
    expect(model.states['Isolate the stack']?.newest.map(({ item, status }) => [item, status])).toEqual([
      [0, 'running'],
      [1, 'caught'],
    ]);
    expect(statuses(model)['Isolate the stack']).toBe('running');
  });
});
