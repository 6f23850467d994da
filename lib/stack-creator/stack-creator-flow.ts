import {
  Choice,
  Condition,
  type IChainable,
  Pass,
  type TaskStateBase,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { CLOUDFORMATION_LOOK_RETRIES, CLOUDFORMATION_START_RETRIES } from '../kit/state-machines/retry-policies.ts';
import { callCloudFormation } from './stack-creator-call.ts';
import {
  createArguments,
  DONE,
  deleteArguments,
  ENDED,
  EVENTS_ARGUMENTS,
  EVENTS_READ,
  FAILED,
  FAILURE_SEEN,
  LATE,
  NEXT_INTERVAL,
  NEXT_TOKEN,
  NOT_EXPLAINED,
  NOT_SEEN,
  NOTHING_TO_DELETE,
  notStarted,
  REFUSED,
  SECONDS_TO_NEXT_LOOK,
  STACK_ENDED,
  STACK_SEEN,
  START_THE_CLOCK,
  updateArguments,
} from './stack-creator-expressions.ts';

/** Properties of {@link stackFlow}. */
export interface StackFlowProps {
  /** ARNs of the stacks that may be touched. */
  readonly stackArns: readonly string[];
  /** ARN of the role that CloudFormation takes on. */
  readonly roleArn: string;
}

const jsonata = (expression: string) => `{% ${expression} %}`;
const condition = (expression: string) => Condition.jsonata(jsonata(expression));

/**
 * One stack's way: start the operation, wait, look, branch; where it failed, find out why. It ends well whatever becomes of
 * the stack, with the fields of `STACK_ENDED`: its fate is told, not thrown, so that the fates of several can be summed up.
 */
export function stackFlow(scope: Construct, { stackArns, roleArn }: StackFlowProps): IChainable {
  const ended = Pass.jsonata(scope, 'Say what became of it', {
    comment: 'One end for every fate: what became of the stack, and how long it took.',
    outputs: jsonata(STACK_ENDED),
  });

  const seeWhy = Choice.jsonata(scope, 'See why it was not started', {
    comment: 'CloudFormation has refused the operation. Some refusals are none; all others are the fate of the stack.',
  });
  const start = (
    name: string,
    props: { action: 'createStack' | 'updateStack' | 'deleteStack'; comment: string; arguments: string },
  ): TaskStateBase => {
    const operation = props.action.replace('Stack', '');
    return callCloudFormation(scope, name, {
      ...props,
      stackArns,
      retries: CLOUDFORMATION_START_RETRIES,
      output: '{}', // the template is needed no more
      assign: {
        operation: `'${operation}'`,
        ...(operation !== 'delete' && { stackId: '$states.result.StackId' }),
      },
      onError: seeWhy,
      errorOutput: notStarted(operation),
    });
  };
  const create = start('Create the stack', {
    action: 'createStack',
    comment: 'Starts the creation; CloudFormation answers at once and works on.',
    arguments: createArguments(roleArn),
  });
  const update = start('Update the stack', {
    action: 'updateStack',
    comment: 'Starts the update; CloudFormation answers at once and works on.',
    arguments: updateArguments(roleArn),
  });
  const remove = start('Delete the stack', {
    action: 'deleteStack',
    comment: 'Starts the deletion; CloudFormation answers at once and works on.',
    arguments: deleteArguments(roleArn),
  });
  const find = callCloudFormation(scope, 'Find the stack to delete', {
    action: 'describeStacks',
    comment: 'A deleted stack can be looked at by its id only, so learn the id before.',
    stackArns,
    arguments: `{ 'StackName': $stackName }`,
    retries: CLOUDFORMATION_START_RETRIES,
    output: '$states.input',
    assign: { stackId: '$states.result.Stacks[0].StackId' },
    onError: seeWhy,
    errorOutput: notStarted('find'),
  });
  find.next(remove);

  const look = callCloudFormation(scope, 'Look at the stack', {
    action: 'describeStacks',
    comment: 'Asks how far it is, and takes from a long answer only what is told later.',
    stackArns,
    arguments: `{ 'StackName': $stackId }`,
    retries: CLOUDFORMATION_LOOK_RETRIES,
    output: STACK_SEEN,
    assign: { stackId: '$states.result.Stacks[0].StackId', interval: NEXT_INTERVAL },
    onError: ended,
    errorOutput: NOT_SEEN,
  });
  const wait = Wait.jsonata(scope, 'Wait before looking', {
    comment:
      'Nothing runs meanwhile. Short at first, for the small stacks; then up to half a minute, until the deadline.',
    time: WaitTime.seconds(jsonata(SECONDS_TO_NEXT_LOOK)),
  });
  wait.next(look);
  create.next(wait);
  update.next(wait);
  remove.next(wait);

  const readEvents = callCloudFormation(scope, 'Read what happened', {
    action: 'describeStackEvents',
    comment:
      'Reads a page of events, newest first, and keeps the oldest failure: what came after it only followed from it.',
    stackArns,
    arguments: EVENTS_ARGUMENTS,
    retries: CLOUDFORMATION_LOOK_RETRIES,
    output: '$states.input',
    assign: { failure: FAILURE_SEEN, nextToken: NEXT_TOKEN, pages: '$pages + 1' },
    onError: ended,
    errorOutput: NOT_EXPLAINED,
  });
  const isRead = Choice.jsonata(scope, 'Is the beginning read?', {
    comment: 'The first failure is known when the events are read back to the beginning of the operation.',
  });
  isRead.when(condition(EVENTS_READ), ended, {
    comment: 'Yes, or far enough: the stack failed, and this is why.',
    outputs: jsonata(FAILED),
  });
  isRead.otherwise(readEvents);
  readEvents.next(isRead);

  const hasEnded = Choice.jsonata(scope, 'Has it ended?', {
    comment: 'Every status that CloudFormation documents is known by name; one that nobody knows yet is waited out.',
  });
  hasEnded.when(condition(ENDED.well), ended, { comment: 'It is as asked for.', outputs: jsonata(DONE) });
  hasEnded.when(condition(ENDED.badly), readEvents, { comment: 'It failed or was taken back: find out why.' });
  hasEnded.when(condition(ENDED.late), ended, { comment: 'There is no time left: say so.', outputs: jsonata(LATE) });
  hasEnded.when(condition(ENDED.notYet), wait, { comment: 'It goes on: look again later.' });
  hasEnded.otherwise(wait); // a status never seen before, or a deletion that has not begun to show
  look.next(hasEnded);

  seeWhy.when(condition(REFUSED.exists), update, { comment: 'To be deployed, and it exists: update it.' });
  seeWhy.when(condition(REFUSED.unchanged), look, {
    comment: 'To be deployed, and nothing to change: that is success. See what is there.',
    assign: { isUnchanged: true, stackId: jsonata('$stackName') },
  });
  seeWhy.when(condition(REFUSED.gone), ended, {
    comment: 'To be deleted, and it is not there: that is success.',
    outputs: jsonata(NOTHING_TO_DELETE),
  });
  seeWhy.when(condition(REFUSED.alreadyStarted), wait, {
    comment: 'An earlier try of this call had arrived; only its answer was lost. Go on as if it had come.',
    assign: {
      operation: jsonata('$states.input.operation'),
      stackId: jsonata(`$stackId = '' ? $stackName : $stackId`),
    },
  });
  seeWhy.otherwise(ended);

  const choose = Choice.jsonata(scope, 'Choose how to start', {
    comment: 'What is to be deployed is created first; that it exists shows then, without a call to ask.',
  });
  choose.when(condition(`$action in ['create', 'deploy']`), create, { comment: 'A new stack, as far as is known.' });
  choose.when(condition(`$action = 'update'`), update, { comment: 'A stack that exists.' });
  choose.otherwise(find);

  const startTheClock = Pass.jsonata(scope, 'Start the clock', {
    comment:
      'Notes when it begins and when the deadline is, and makes the token by which CloudFormation knows a retry.',
    assign: Object.fromEntries(Object.entries(START_THE_CLOCK).map(([name, value]) => [name, jsonata(value)])),
  });
  return startTheClock.next(choose);
}
