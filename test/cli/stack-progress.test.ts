import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { stackExecutionName } from '../../client/stack-requests/stack-execution-name.ts';
import { StackProgress } from '../../client/stack-requests/stack-progress.ts';
import { formatElapsed } from '../../core/text/format-elapsed.ts';

let ids = 0;
/** Returns a history event that occurs `seconds` seconds after the start of the execution. */
function event(seconds: number, type: string, details: Partial<HistoryEvent> = {}): HistoryEvent {
  ids += 1;
  return { id: ids, type, timestamp: new Date(1_800_000_000_000 + seconds * 1_000), ...details } as HistoryEvent;
}
const begun = () => event(0, 'ExecutionStarted');
const called = (seconds: number, resource: string, output: object = {}) =>
  event(seconds, 'TaskSucceeded', {
    taskSucceededEventDetails: {
      resourceType: 'aws-sdk:cloudformation',
      resource,
      output: JSON.stringify(output),
    },
  });
const looked = (seconds: number, StackStatus: string, resource = 'describeStacks') =>
  called(seconds, resource, { Stacks: [{ StackName: 'remindme-x', StackStatus }] });

test('reports each change once, with the time since the start', () => {
  const progress = new StackProgress('create');

  expect(
    progress.take([
      begun(),
      called(0.5, 'createStack', { StackId: 'x' }),
      looked(5, 'CREATE_IN_PROGRESS'),
      looked(13, 'CREATE_IN_PROGRESS'),
    ]),
  ).toEqual([
    { milliseconds: 500, kind: 'asked', verb: 'create' },
    { milliseconds: 5_000, kind: 'status', stackName: 'remindme-x', status: 'CREATE_IN_PROGRESS' },
  ]);
  expect(progress).toMatchObject({ ended: false, status: 'CREATE_IN_PROGRESS', latest: { kind: 'status' } });
  expect(
    progress.take([
      looked(25, 'ROLLBACK_COMPLETE'),
      called(26, 'arn:aws:states:::aws-sdk:cloudformation:describeStackEvents'),
      called(27, 'describeStackEvents'),
      event(28, 'ExecutionFailed'),
    ]),
  ).toEqual([
    { milliseconds: 25_000, kind: 'status', stackName: 'remindme-x', status: 'ROLLBACK_COMPLETE' },
    { milliseconds: 26_000, kind: 'reading-events' },
  ]);
  expect(progress).toMatchObject({ ended: true, status: 'ROLLBACK_COMPLETE', isUnchanged: false });
});

test('continues after a redrive', () => {
  const progress = new StackProgress('create');

  progress.take([begun(), looked(5, 'CREATE_FAILED'), event(6, 'ExecutionFailed')]);
  expect(progress.ended).toBe(true);
  progress.take([event(60, 'ExecutionRedriven')]);
  expect(progress.ended).toBe(false);
  progress.take([looked(65, 'CREATE_COMPLETE'), event(66, 'ExecutionSucceeded')]);
  expect(progress).toMatchObject({ ended: true, status: 'CREATE_COMPLETE' });
});

test("does not report the call that finds the stack's id before a deletion", () => {
  const progress = new StackProgress('delete');

  const steps = progress.take([
    begun(),
    looked(0, 'CREATE_COMPLETE'),
    called(0, 'deleteStack'),
    looked(5, 'DELETE_IN_PROGRESS'),
  ]);
  expect(steps).toMatchObject([{ verb: 'delete' }, { status: 'DELETE_IN_PROGRESS' }]);
});

const refused = (cause: string) =>
  event(1, 'TaskFailed', {
    taskFailedEventDetails: { resourceType: 'aws-sdk:cloudformation', resource: 'updateStack', cause },
  });

test.each([
  ['deploy', 'No updates are to be performed. (Service: CloudFormation)', true],
  ['update', 'No updates are to be performed. (Service: CloudFormation)', false],
  ['deploy', 'Stack [remindme-x] already exists (Service: CloudFormation)', false],
] as const)('an answer to %s with "%s" means that there is nothing to change: %s', (action, cause, isUnchanged) => {
  const progress = new StackProgress(action);
  progress.take([begun(), refused(cause)]);
  expect(progress.isUnchanged).toBe(isUnchanged);
});

test('a request is accepted once a state comes after the check', () => {
  const progress = new StackProgress('create');
  progress.take([begun(), event(0, 'ChoiceStateEntered'), event(0, 'ChoiceStateExited')]);
  expect(progress).toMatchObject({ accepted: false, ended: false });
  progress.take([event(0, 'MapStateEntered')]);
  expect(progress).toMatchObject({ accepted: true, ended: false });
});

test('a refused request has ended and is not accepted', () => {
  const progress = new StackProgress('create');
  progress.take([begun(), event(0, 'ChoiceStateEntered'), event(0, 'FailStateEntered'), event(0, 'ExecutionFailed')]);
  expect(progress).toMatchObject({ accepted: false, ended: true });
});

test.each([
  ['ExecutionSucceeded', true],
  ['ExecutionAborted', true],
  ['ExecutionTimedOut', true],
  ['ExecutionRedriven', false],
])('%s ends the execution: %s', (type, ended) => {
  const progress = new StackProgress('create');
  progress.take([event(0, type)]);
  expect(progress.ended).toBe(ended);
});

test.each([
  [0, '0 s'],
  [-5, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min 0 s'],
  [3_599_999, '59 min 59 s'],
  [7_500_000, '2 h 5 min'],
])('writes %d ms as %s', (milliseconds, expected) => {
  expect(formatElapsed(milliseconds)).toBe(expected);
});

describe("an execution's name", () => {
  const now = Date.parse('2026-11-26T23:59:59.999Z');
  const name = (stackName: string, input: string, attempt = 1) =>
    stackExecutionName({ action: 'create', stackName }, input, now, attempt);

  test('contains the action, the stack and the day', () => {
    expect(name('remindme-x', '{}')).toBe('create-remindme-x-44136fa355b3678a-20261126');
    expect(name('remindme-x', '{}', 2)).toBe('create-remindme-x-44136fa355b3678a-20261126-2');
  });

  test('has at most the 80 characters that Step Functions accepts, with any stack name', () => {
    const longest = stackExecutionName({ action: 'create', stackName: 'x'.repeat(128) }, '{}', now, 200);
    expect(longest).toHaveLength(80);
    expect(name('x'.repeat(128), 'a')).not.toBe(name('x'.repeat(128), 'b'));
  });
});
