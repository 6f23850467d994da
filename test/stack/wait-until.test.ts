import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { SnsPublish } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { WaitUntil } from '../../lib/index.ts';
import { stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import type { Template as PlainTemplate } from '../../scripts/templates/template.ts';
import { runDefinition, StatesError } from '../support/run-definition.ts';

/** Tests the construct `WaitUntil`, whose state machine waits until a request is due and then runs the app's task. */

function stackWith(props: Partial<ConstructorParameters<typeof WaitUntil>[2]> = {}): { stack: Stack; it: WaitUntil } {
  const stack = new Stack(new App({ builtinCloudFormationValidation: false }), 'Shop');
  const task = SnsPublish.jsonata(stack, 'Close the auction', {
    topic: new Topic(stack, 'Bids', { displayName: 'Bids' }),
    message: TaskInput.fromText('{% $states.input.auction & " closed at " & $states.input.dueAt %}'),
  });
  return { stack, it: new WaitUntil(stack, 'Close', { task, ...props }) };
}

const template = Template.fromStack(stackWith().stack).toJSON() as PlainTemplate;
const [machine] = stateMachinesOf([template]);
const now = '2027-01-27T09:00:00Z';

async function run(input: unknown, publish: () => unknown = () => ({ MessageId: 'an id' })) {
  const calls: { readonly action: string; readonly args: Record<string, string> }[] = [];
  if (!machine) {
    throw new Error('There is no such state machine.');
  }
  const result = await runDefinition(machine.definition, input, {
    service: (action, args) => {
      calls.push({ action, args });
      return action.includes('sns') ? publish() : {};
    },
    wait: () => {},
    context: {
      Execution: { Id: 'an arn', Name: 'one', StartTime: now, Input: input },
      StateMachine: { Id: 'a machine' },
    },
  });
  return { ...result, calls };
}

test('the task gets all fields of the request and the due time', async () => {
  const { status, states, calls } = await run({
    timestamp: '2027-06-01 12:00:00',
    auction: 'Lot 7',
    message: { any: 1 },
  });

  expect(status).toBe('SUCCEEDED');
  expect(states).toEqual(['Check the request', 'Wait until due', 'Close the auction']);
  expect(calls.map(({ args }) => args['Message'])).toEqual(['Lot 7 closed at 2027-06-01T12:00:00Z']);
});

test('the request may say the seconds from the start', async () => {
  const { calls } = await run({ seconds: 90, auction: 'Lot 8' });

  expect(calls.map(({ args }) => args['Message'])).toEqual(['Lot 8 closed at 2027-01-27T09:01:30Z']);
});

test.each([
  ['a list', [], 'The input must be a JSON object with a timestamp or seconds, but is a list.'],
  ['no time', { auction: 7 }, 'The input must have exactly one of timestamp and seconds, but has neither.'],
  ['a string', { seconds: '90' }, 'seconds must be a whole number from 0 to 31,536,000, but is "90".'],
  [
    'no date',
    { timestamp: '2027-02-30 09:00:00' },
    'timestamp must be a date and time that exist, but is "2027-02-30 09:00:00".',
  ],
  [
    'a past time',
    { timestamp: '2027-01-27 08:00:00' },
    'timestamp must be at most 60 seconds in the past, but is "2027-01-27 08:00:00" (it is 2027-01-27T09:00:00Z).',
  ],
  [
    'a late time',
    { timestamp: '2028-02-01 09:00:00', schedule: 'x', repeat: {} },
    'timestamp must be at most 365 days ahead, but is "2028-02-01 09:00:00" (it is 2027-01-27T09:00:00Z).',
  ],
])('%s is refused at once, with one sentence', async (_, input, cause) => {
  expect(await run(input)).toMatchObject({ status: 'FAILED', error: 'RequestRejected', cause, calls: [] });
});

test('the request is kept if the task fails', async () => {
  const request = { seconds: 0, auction: 'Lot 9' };
  const { status, error, cause, calls } = await run(request, () => {
    throw new StatesError('SNS.NotFoundException', 'no such topic');
  });

  expect({ status, error, cause }).toEqual({
    status: 'FAILED',
    error: 'TaskFailed',
    cause: `The task due at ${now} has failed. SNS.NotFoundException: no such topic The request is kept in a queue.`,
  });
  expect(JSON.parse(calls.at(-1)?.args['MessageBody'] ?? '')).toEqual({
    request,
    dueAt: now,
    execution: 'an arn',
    stateMachine: 'a machine',
    problem: 'SNS.NotFoundException: no such topic',
  });
});

test('nothing has a physical name, except for the log group, whose name needs a prefix', () => {
  const names = Object.values(template.Resources).flatMap(({ Properties = {} }) =>
    Object.entries(Properties).filter(([property]) => /^(Queue|StateMachine|Role|LogGroup)Name$/.test(property)),
  );

  expect(names).toEqual([['LogGroupName', expect.stringMatching(/^\/aws\/vendedlogs\/states\/Shop-Close/)]]);
});

test('an existing queue is used, and the time for the task is added to the longest wait', () => {
  const { stack } = stackWith();
  const { stack: other } = stackWith({ taskTimeout: Duration.days(2) });
  expect(Object.keys(Template.fromStack(stack).findResources('AWS::SQS::Queue'))).toHaveLength(1);

  const [slow] = stateMachinesOf([Template.fromStack(other).toJSON() as PlainTemplate]);
  expect([machine?.definition.TimeoutSeconds, slow?.definition.TimeoutSeconds]).toEqual([31_539_600, 31_708_800]);

  const shared = new Stack(new App({ builtinCloudFormationValidation: false }), 'Shared');
  const queue = new Queue(shared, 'Mine');
  const task = SnsPublish.jsonata(shared, 'Say it', {
    topic: new Topic(shared, 'T'),
    message: TaskInput.fromText('x'),
  });
  new WaitUntil(shared, 'Wait', { task, keptQueue: queue });
  expect(Object.keys(Template.fromStack(shared).findResources('AWS::SQS::Queue'))).toHaveLength(1);
});
