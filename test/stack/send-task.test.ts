import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { DefinitionBody, QueryLanguage, StateMachine, type TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import { sendWithLambda, sendWithSns } from '../../lib/reminders/send-task.ts';
import { type State, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import type { Template as TemplateJson } from '../../scripts/templates/template.ts';
import { testApp } from '../../scripts/templates/test-app.ts';

/** Returns the given task's state in the Amazon States Language. */
function stateOf(task: (stack: Stack) => TaskStateBase): State {
  const stack = new Stack(testApp(), 'Stack');
  new StateMachine(stack, 'Machine', {
    queryLanguage: QueryLanguage.JSONATA,
    definitionBody: DefinitionBody.fromChainable(task(stack)),
  });
  const [machine] = stateMachinesOf([Template.fromStack(stack).toJSON() as TemplateJson]);
  return machine?.definition.States['Send the reminder'] as State;
}

const withSns = stateOf((stack) => sendWithSns(stack, new Topic(stack, 'Topic', { topicName: 'reminders' })));
const withLambda = stateOf((stack) =>
  sendWithLambda(
    stack,
    new LambdaFunction(stack, 'Function', {
      functionName: 'team-send-reminder',
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = () => {};'),
    }),
  ),
);

test('with SNS, publishes message and subject unchanged', () => {
  expect(withSns).toMatchObject({
    Resource: 'arn:aws:states:::sns:publish',
    Arguments: {
      TopicArn: 'arn:aws:sns:eu-central-1:111122223333:reminders',
      Message: '{% $states.input.message %}',
      Subject: '{% $states.input.subject %}',
    },
  });
  expect(withSns['Arguments']).not.toHaveProperty('MessageStructure');
});

test('with Lambda, passes message and subject to the function', () => {
  expect(withLambda).toMatchObject({
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: {
      FunctionName: 'arn:aws:lambda:eu-central-1:111122223333:function:team-send-reminder',
      Payload: { message: '{% $states.input.message %}', subject: '{% $states.input.subject %}' },
    },
  });
});

test('both have the same output', () => {
  for (const state of [withSns, withLambda]) {
    expect(Object.keys(state['Output'])).toEqual(['messageId', 'dueAt', 'sentAt']);
  }
});

test.each([
  ['SNS', withSns, 'SNS.NotFoundException'],
  ['Lambda', withLambda, 'NotFoundException'],
])('with %s, retries permanent errors briefly, and all others for a quarter of an hour', (_, state, fault) => {
  expect(state.Retry).toMatchObject([
    { ErrorEquals: expect.arrayContaining([fault]), MaxAttempts: 3, JitterStrategy: 'FULL' },
    {
      ErrorEquals: ['States.TaskFailed', 'States.Timeout'],
      IntervalSeconds: 1,
      BackoffRate: 2,
      MaxDelaySeconds: 300,
      MaxAttempts: 10,
      JitterStrategy: 'FULL',
    },
  ]);
});

test("with Lambda, has a longer time limit than the function, so that the execution gets the function's error", () => {
  expect(withLambda.TimeoutSeconds).toBeGreaterThan(30);
});
