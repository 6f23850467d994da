import { Choice, Condition, type IChainable, Pass, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { CLOUDFORMATION_LOOK_RETRIES, CLOUDFORMATION_START_RETRIES } from '../kit/state-machines/retry-policies.ts';
import { catchEverything, cloudFormationTask } from './cloudformation-task.ts';
import { jsonata, jsonataFile } from './stack-creator-jsonata.ts';

/** Properties of {@link stackOperation}. */
export interface StackOperationProps {
  /** The ARNs of the stacks that the states may change. */
  readonly stackArns: readonly string[];
  /** The ARN of the role that CloudFormation assumes. */
  readonly roleArn: string;
}

/**
 * Builds the states for the operation on one stack. They start the operation, and read the stack's status until the operation
 * ends or its deadline passes. Then they find the reason for a failure.
 *
 * A failed stack is a result and not an error, so that the report can cover several stacks. `stack-result.jsonata` builds each
 * result. `stack-creator-limits.ts` has the polling interval and the limits.
 */
export function stackOperation(scope: Construct, { stackArns, roleArn }: StackOperationProps): IChainable {
  const startTheClock = Pass.jsonata(scope, 'Start the clock', {
    comment: 'Stores the start and the deadline, and makes the token by which CloudFormation recognises a retry.',
    assign: {
      action: jsonata('$states.input.action'),
      stackName: jsonata('$states.input.stackName'),
      outputRoom: jsonata('$states.input.outputRoom'),
      parameters: jsonata('$states.input.parameters'),
      pageRoom: jsonata('$states.input.pageRoom'),
      startedAt: jsonata('$millis()'),
      deadlineAt: jsonata('$millis() + $states.input.deadlineMinutes * 60000'),
      interval: jsonata('$looks.first'),
      token: jsonataFile('operation-token'),
      roleArn,
      // later states set the following variables
      operation: jsonata("''"),
      stackId: jsonata("''"),
      isUnchanged: false,
      nextToken: jsonata("''"),
      pages: 0,
      failure: {},
    },
  });

  const chooseStart = Choice.jsonata(scope, 'Choose how to start', {
    comment: 'Deploy starts with a creation. Its error shows if the stack exists, without another call.',
  });

  const create = cloudFormationTask(scope, 'Create the stack', {
    action: 'createStack',
    comment: 'Starts the creation. CloudFormation answers at once and continues by itself.',
    stackArns,
    arguments: jsonataFile('template-arguments', { call: 'create' }),
    retries: CLOUDFORMATION_START_RETRIES,
    output: jsonata('{}'), // later states do not need the template
    assign: { operation: 'create', stackId: jsonata('$states.result.StackId') },
  });

  const update = cloudFormationTask(scope, 'Update the stack', {
    action: 'updateStack',
    comment: 'Starts the update. CloudFormation answers at once and continues by itself.',
    stackArns,
    arguments: jsonataFile('template-arguments', { call: 'update' }),
    retries: CLOUDFORMATION_START_RETRIES,
    output: jsonata('{}'),
    assign: { operation: 'update', stackId: jsonata('$states.result.StackId') },
  });

  const find = cloudFormationTask(scope, 'Find the stack to delete', {
    action: 'describeStacks',
    comment: "Reads the stack's id, because a deleted stack can be read only by its id.",
    stackArns,
    arguments: jsonata(`{ 'StackName': $stackName }`),
    retries: CLOUDFORMATION_START_RETRIES,
    output: jsonata('$states.input'),
    assign: { stackId: jsonata('$states.result.Stacks[0].StackId') },
  });

  const remove = cloudFormationTask(scope, 'Delete the stack', {
    action: 'deleteStack',
    comment: 'Starts the deletion. CloudFormation answers at once and continues by itself.',
    stackArns,
    arguments: jsonata(`{ 'StackName': $stackId, 'ClientRequestToken': $token & '-delete', 'RoleARN': $roleArn }`),
    retries: CLOUDFORMATION_START_RETRIES,
    output: jsonata('{}'),
    assign: { operation: 'delete' },
  });

  const whyNotStarted = Choice.jsonata(scope, 'Why was it not started?', {
    comment: 'CloudFormation refused the operation. Some refusals mean success; any other is the result of the stack.',
  });

  const wait = Wait.jsonata(scope, 'Wait before looking', {
    comment: 'Waits 5 s at first, for small stacks, then up to half a minute, and never beyond the deadline.',
    time: WaitTime.seconds(jsonata('$max([1, $min([$interval, $ceil(($deadlineAt - $millis()) / 1000)])])')),
  });

  const look = cloudFormationTask(scope, 'Look at the stack', {
    action: 'describeStacks',
    comment: 'Reads the status. From a long answer, it keeps only the fields that the result needs.',
    stackArns,
    arguments: jsonata(`{ 'StackName': $stackId }`),
    retries: CLOUDFORMATION_LOOK_RETRIES,
    output: jsonataFile('stack-status'),
    assign: {
      stackId: jsonata('$states.result.Stacks[0].StackId'),
      interval: jsonata('$min([$looks.longest, $ceil($interval * $looks.growth)])'),
    },
  });

  const hasEnded = Choice.jsonata(scope, 'Has it ended?', {
    comment: 'Knows every status that CloudFormation documents. After an unknown status, it looks again later.',
  });

  const readEvents = cloudFormationTask(scope, 'Read the events', {
    action: 'describeStackEvents',
    comment: 'Reads a page of events, newest first, and keeps the oldest failure, which caused the later ones.',
    stackArns,
    arguments: jsonata(`$merge([{ 'StackName': $stackId }, $nextToken = '' ? {} : { 'NextToken': $nextToken }])`),
    retries: CLOUDFORMATION_LOOK_RETRIES,
    output: jsonata('$states.input'),
    assign: {
      failure: jsonataFile('first-failure'),
      nextToken: jsonataFile('next-events'),
      pages: jsonata('$pages + 1'),
    },
  });

  const areEventsRead = Choice.jsonata(scope, 'Are all events read?', {
    comment: 'The first failure is certain once the events are read back to the beginning of the operation.',
  });

  const sumUp = Pass.jsonata(scope, 'Sum up the result', {
    comment: 'Every stack ends here, with its result and how long it took.',
    outputs: jsonataFile('stack-result'),
  });

  chooseStart.when(condition(`$action in ['create', 'deploy']`), create, {
    comment: 'A new stack, or one that may exist.',
  });
  chooseStart.when(condition(`$action = 'update'`), update, { comment: 'A stack that exists.' });
  chooseStart.otherwise(find);
  find.next(remove);

  create.next(wait);
  update.next(wait);
  remove.next(wait);
  catchEverything(create, whyNotStarted, jsonataFile('operation-not-started', { call: 'create' }));
  catchEverything(update, whyNotStarted, jsonataFile('operation-not-started', { call: 'update' }));
  catchEverything(find, whyNotStarted, jsonataFile('operation-not-started', { call: 'find' }));
  catchEverything(remove, whyNotStarted, jsonataFile('operation-not-started', { call: 'delete' }));

  // compare the error's name, or its message if several errors share the name
  whyNotStarted.when(
    condition(`$states.input.action = 'deploy' ? ($states.input.operation = 'create' ?
      ($states.input.error = 'CloudFormation.AlreadyExistsException' ? true : $contains($states.input.reason, 'already exists'))
      : false) : false`),
    update,
    { comment: 'The stack to deploy exists: update it.' },
  );
  whyNotStarted.when(
    condition(
      `$states.input.action = 'deploy' ? $contains($states.input.reason, 'No updates are to be performed') : false`,
    ),
    look,
    {
      comment: 'The stack to deploy needs no change: success. Look at it for the result.',
      assign: { isUnchanged: true, stackId: jsonata('$stackName') },
    },
  );
  whyNotStarted.when(
    condition(`$states.input.action = 'delete' ? $contains($states.input.reason, 'does not exist') : false`),
    sumUp,
    {
      comment: 'The stack to delete does not exist: success.',
      outputs: jsonata(`{ 'outcome': 'done', 'status': 'DELETE_COMPLETE', 'outputs': {}, 'isUnchanged': true }`),
    },
  );
  whyNotStarted.when(condition(`$states.input.error = 'CloudFormation.TokenAlreadyExistsException'`), wait, {
    comment: 'An earlier try of this call arrived and only its response was lost. Continues as after a response.',
    assign: {
      operation: jsonata('$states.input.operation'),
      stackId: jsonata(`$stackId = '' ? $stackName : $stackId`),
    },
  });
  whyNotStarted.otherwise(sumUp);

  wait.next(look);
  look.next(hasEnded);
  catchEverything(
    look,
    sumUp,
    jsonata(`{
  'outcome': 'failed',
  'reason': 'Its status could not be read, and the operation may continue: ' & $cloudFormationError($states.errorOutput)
}`),
  );

  hasEnded.when(
    condition(
      `$isUnchanged ? true : $states.input.status in ($operation = 'delete' ? $statuses.deleted : $statuses.complete)`,
    ),
    sumUp,
    {
      comment: 'The stack is as requested.',
      // leave out the outputs of a deleted stack
      outputs: jsonata(`$merge([
  $states.input, { 'outcome': 'done', 'isUnchanged': $isUnchanged }, $operation = 'delete' ? { 'outputs': {} } : {}
])`),
    },
  );
  hasEnded.when(
    condition(`$states.input.status in ($operation = 'delete' ? $statuses.notDeleted : $statuses.notComplete)`),
    readEvents,
    { comment: 'The operation failed or was rolled back: find out why.' },
  );
  hasEnded.when(condition('$millis() >= $deadlineAt'), sumUp, {
    comment: 'The deadline has passed.',
    outputs: jsonata(`$merge([$states.input, {
  'outcome': 'late',
  'reason': 'It was still ' & $states.input.status & ' when its deadline passed. CloudFormation continues, but no report will follow.'
}])`),
  });
  hasEnded.when(condition('$states.input.status in $statuses.inProgress'), wait, {
    comment: 'The operation is in progress: look again later.',
  });
  hasEnded.otherwise(wait); // the status is unknown, or it does not show the deletion yet

  readEvents.next(areEventsRead);
  catchEverything(readEvents, sumUp, jsonataFile('events-not-read'));
  areEventsRead.when(condition(`$nextToken = '' ? true : $pages >= $pageRoom`), sumUp, {
    comment: 'Yes, or enough of them: the stack failed, and this is why.',
    outputs: jsonataFile('stack-failed'),
  });
  areEventsRead.otherwise(readEvents);

  return startTheClock.next(chooseStart);
}

function condition(expression: string): Condition {
  return Condition.jsonata(jsonata(expression));
}
