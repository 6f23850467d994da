import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { sfn } from './deployed-service.ts';
import { type Outcome, StackCreator, stackStatusOf, TEMPLATES } from './stack-creator.ts';

const failing = (onFailure: string) => ({
  stackName: `remindme-test-on-failure-${onFailure.replace('_', '-')}`,
  templateBody: TEMPLATES.failing,
  onFailure,
});

/** The requests whose results the tests check. Each execution takes 5 s or more, so all of them start together. */
const REQUESTS = {
  failing: { stackName: 'remindme-test-failing', templateBody: TEMPLATES.failing },
  ROLLBACK: failing('ROLLBACK'),
  DO_NOTHING: failing('DO_NOTHING'),
  DELETE: failing('DELETE'),
  oneOfTwo: {
    stacks: [
      { stackName: 'remindme-test-bad', templateBody: TEMPLATES.failing },
      { stackName: 'remindme-test-good', templateBody: TEMPLATES.small },
    ],
  },
  three: {
    stacks: ['a', 'b', 'c'].map((letter) => ({ stackName: `remindme-test-${letter}`, templateBody: TEMPLATES.small })),
  },
  late: { stackName: 'remindme-test-late', templateBody: TEMPLATES.slow, deadlineMinutes: 0.05 },
  wrong: { stackName: 'remindme-test-wrong', templateBody: 'Resources: [' },
};

let creator: StackCreator;
let outcomes: Record<keyof typeof REQUESTS, Promise<Outcome>>;

beforeAll(async () => {
  creator = await StackCreator.open();
  const started = Object.entries(REQUESTS).map(([name, request]) => [name, creator.run(request)]);
  outcomes = Object.fromEntries(started);
});

afterAll(async () => {
  await Promise.allSettled(Object.values(outcomes ?? {}));
  await creator?.close();
});

test('is a standard state machine without any Lambda', async () => {
  const { definition, type } = await sfn.send(
    new DescribeStateMachineCommand({ stateMachineArn: creator.stateMachineArn }),
  );

  expect(type).toBe('STANDARD');
  expect(definition).not.toContain('lambda');
});

test('reports the first resource that failed, and why', async () => {
  const { error, cause, report } = await outcomes.failing;

  expect({ error, cause }).toEqual({
    error: 'StackFailed',
    cause: 'Never: WaitCondition timed out. Received 0 conditions when expecting 1',
  });
  expect(report?.subject).toBe('Stack remindme-test-failing: not created');
  expect(report?.message).toContain(
    'The first resource that failed: Never (AWS::CloudFormation::WaitCondition), CREATE_FAILED.\nWaitCondition timed out.',
  );
  expect(await stackStatusOf('remindme-test-failing')).toBe('ROLLBACK_COMPLETE');
});

test.each([
  ['ROLLBACK', 'ROLLBACK_COMPLETE'],
  ['DO_NOTHING', 'CREATE_FAILED'],
  ['DELETE', undefined],
] as const)('with onFailure %s a stack that failed is %s', async (onFailure, status) => {
  expect(await outcomes[onFailure]).toMatchObject({ error: 'StackFailed' });
  expect(await stackStatusOf(REQUESTS[onFailure].stackName)).toBe(status);
});

test('handles several stacks at once: one failure does not stop the others, and there is one report', async () => {
  const { error, cause, report } = await outcomes.oneOfTwo;

  expect(error).toBe('StackFailed');
  expect(cause).toBe(
    '1 of 2 stacks are not as requested. remindme-test-bad: Never: WaitCondition timed out. Received 0 conditions when expecting 1',
  );
  expect(report?.message).toContain('Stack remindme-test-bad: not created (ROLLBACK_COMPLETE)');
  expect(report?.message).toContain('Stack remindme-test-good: created (CREATE_COMPLETE)');
  expect(await stackStatusOf('remindme-test-good')).toBe('CREATE_COMPLETE');
  expect(creator.inbox.arrivals.filter(({ message }) => message.includes('remindme-test-good'))).toHaveLength(1);
});

test('ends with a list if several stacks are as requested', async () => {
  const { result, report } = await outcomes.three;

  expect(result.stacks).toMatchObject(
    ['a', 'b', 'c'].map((letter) => ({ stackName: `remindme-test-${letter}`, status: 'CREATE_COMPLETE' })),
  );
  expect(report?.subject).toBe('All 3 stacks are as requested');
});

test('reports that a deadline has passed, and leaves the stack alone', async () => {
  const { error, cause, report } = await outcomes.late;

  expect({ error, cause }).toEqual({
    error: 'StackTimedOut',
    cause:
      'It was still CREATE_IN_PROGRESS when its deadline passed. CloudFormation continues, but no report will follow.',
  });
  expect(report?.subject).toBe('Stack remindme-test-late: not created in time');
  expect(await stackStatusOf('remindme-test-late')).toMatch(/^(CREATE|ROLLBACK)_/); // not deleted
});

test('reports what CloudFormation says about a refused call', async () => {
  const { error, cause } = await outcomes.wrong;

  expect(error).toBe('StackFailed');
  expect(cause).toMatch(/^Template format error: /);
});
