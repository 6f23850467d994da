import { Duration, Stack } from 'aws-cdk-lib';
import { Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import {
  Choice,
  Condition,
  DefinitionBody,
  Errors,
  Fail,
  type IStateMachine,
  Map as MapState,
  Parallel,
  Pass,
  ProvideItems,
  StateMachine,
  Succeed,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { SnsPublish } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { ERRORS } from '../../core/naming/error-names.ts';
import type { StackNameRules } from '../../core/stack-request/stack-request.ts';
import { STACK_LIMITS } from '../../core/stack-request/stack-request-limits.ts';
import { addRetries, SNS_RETRIES } from '../kit/state-machines/retry-policies.ts';
import { stateMachineSettings } from '../kit/state-machines/state-machine-settings.ts';
import { checkStackRequestInJsonata } from './check-stack-request.ts';
import { OUTPUT_CHARACTERS, UNFORESEEN } from './stack-creator-expressions.ts';
import { stackFlow } from './stack-creator-flow.ts';
import { STACK_NOTICE } from './stack-creator-notice.ts';

/** Properties of {@link StackCreatorStateMachine}. */
export interface StackCreatorStateMachineProps {
  /** Physical name of the state machine. */
  readonly stateMachineName: string;
  /** Name of the parameter that tells the state machine's ARN. */
  readonly parameterName: string;
  /** Which stacks it may touch. */
  readonly names: StackNameRules;
  /** The role that CloudFormation takes on for every stack. */
  readonly deploymentRole: IRole;
  /** Where the notices go. */
  readonly topic: ITopic;
}

/** How many stacks of a request are handled at the same time: CloudFormation throttles an account that asks more often. */
const CONCURRENCY = 5;

/** JSONata: a function from what became of a stack to what the execution ends with. */
const RESULT = `function($stack) { {
  'stackName': $stack.stackName,
  'stackId': $stack.stackId = '' ? null : $stack.stackId,
  'status': $stack.status,
  'outputs': $stack.outputs,
  'durationSeconds': $stack.durationSeconds
} }`;

/**
 * A state machine that creates, updates and deletes CloudFormation stacks: it checks the request, starts the operation,
 * waits, looks, branches, and tells in a notice how it ended.
 *
 * A stack that takes 10 minutes passes 80 states: 11, and 3 for each of 23 looks.
 */
export class StackCreatorStateMachine extends Construct {
  /** A standard state machine: an execution takes as long as its stacks do. */
  readonly stateMachine: IStateMachine;
  /** Holds the state machine's ARN. */
  readonly parameter: StringParameter;

  constructor(scope: Construct, id: string, props: StackCreatorStateMachineProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const stackArn = (stackName: string) =>
      stack.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${stackName}/*` });
    const checked = checkStackRequestInJsonata(props.names);
    const isEvery = (outcome: string) =>
      `$count($states.input.stacks[outcome = '${outcome}']) = $count($states.input.stacks)`;

    const refuse = Fail.jsonata(this, 'Refuse the request', {
      comment: 'The request does not keep to the contract: the cause says in one sentence what to change.',
      error: ERRORS.stackRequestRejected,
      cause: `{% (${checked}).problem %}`,
    });
    const succeed = Succeed.jsonata(this, 'Every stack is as asked for', {
      comment: 'Ends with what became of the one stack, or with a list.',
    });
    const fail = Fail.jsonata(this, 'A stack has failed', {
      comment: 'Ends as failed, so that whoever watches executions sees it too; the cause is the first failure.',
      error: ERRORS.stackFailed,
      cause: '{% $states.input.problem %}',
    });
    const timeOut = Fail.jsonata(this, 'A stack is late', {
      comment: 'None has failed, but the deadline of at least one has passed.',
      error: ERRORS.stackTimedOut,
      cause: '{% $states.input.problem %}',
    });

    const howItEnded = Choice.jsonata(this, 'How did it end?', {
      comment: 'The execution ends as the stacks did: one that failed counts for more than one that is late.',
    });
    howItEnded.when(Condition.jsonata(`{% ${isEvery('done')} %}`), succeed, {
      comment: 'All are as asked for: end with the one that was asked for, or with a list.',
      outputs: `{% $isMany ? { 'stacks': [$map($states.input.stacks, ${RESULT})] } : ${RESULT}($states.input.stacks[0]) %}`,
    });
    howItEnded.when(Condition.jsonata(`{% 'failed' in $states.input.stacks.outcome %}`), fail, {
      comment: 'At least one has failed.',
    });
    howItEnded.otherwise(timeOut);

    const tell = SnsPublish.jsonata(this, 'Tell how it ended', {
      comment: 'One notice, whatever became of the stacks: what, how it ended, how long it took, and where to look.',
      topic: props.topic,
      subject: '{% $states.input.subject %}',
      message: TaskInput.fromText('{% $states.input.message %}'),
      messageAttributes: {
        executionName: { value: '{% $states.context.Execution.Name %}' },
        executionArn: { value: '{% $states.context.Execution.Id %}' },
      },
      outputs: '{% $states.input %}',
      taskTimeout: Timeout.duration(Duration.seconds(30)),
    });
    addRetries(tell, SNS_RETRIES);
    tell.addCatch(howItEnded, {
      errors: [Errors.ALL],
      // what became of the stacks counts for more than that nobody was told
      outputs: `{% $merge([$states.input, {
  'problem': $states.input.problem & ' The notice could not be sent: ' & $states.errorOutput.Error & '.'
}]) %}`,
    });
    tell.next(howItEnded);

    const putIntoWords = Pass.jsonata(this, 'Put it into words', {
      comment: 'Makes the notice, and the cause of the failure if there is one, from what became of the stacks.',
      outputs: `{% $merge([$states.input, ${STACK_NOTICE}]) %}`,
    });
    putIntoWords.next(tell);

    const handleEach = MapState.jsonata(this, 'Handle each stack', {
      comment: 'One or several, a few at a time, each on its own way.',
      maxConcurrency: CONCURRENCY,
      items: ProvideItems.jsonata('{% $states.input.stacks %}'),
      jsonataItemSelector: `{% $merge([$states.context.Map.Item.Value, {
  'index': $states.context.Map.Item.Index,
  'outputRoom': $floor(${OUTPUT_CHARACTERS} / $count($states.input.stacks))
}]) %}`,
      // what comes out of a Parallel is a list with the result of each branch
      outputs: `{% { 'stacks': [$map($states.result, function($results) { $results[0] })] } %}`,
    });
    const alone = Parallel.jsonata(this, 'Keep its trouble to itself', {
      comment:
        'A single branch, for its Catch: not even an error that no state within can catch may stop the other stacks.',
    });
    alone.branch(
      stackFlow(this, { stackArns: [stackArn(`${props.names.prefix}*`)], roleArn: props.deploymentRole.roleArn }),
    );
    const countAsFailed = Pass.jsonata(this, 'Count it as failed', {
      comment:
        'Something that nobody foresaw: its name and cause are told in the notice, as the fate of this one stack.',
    });
    for (const errors of [['States.DataLimitExceeded'], [Errors.ALL]]) {
      alone.addCatch(countAsFailed, { errors, outputs: `{% [${UNFORESEEN}] %}` });
    }
    handleEach.itemProcessor(alone);
    handleEach.next(putIntoWords);

    const check = Choice.jsonata(this, 'Check the request', {
      comment: 'The first step checks what it was given, before anything is created.',
    });
    check.when(Condition.jsonata(`{% $exists((${checked}).stacks) %}`), handleEach, {
      comment: 'A right request: go on with a list of stacks, be it one, and all defaults filled in.',
      outputs: `{% ${checked} %}`,
      assign: { isMany: `{% 'stacks' in $keys($states.input) %}` },
    });
    check.otherwise(refuse);

    const stateMachine = new StateMachine(this, 'StateMachine', {
      ...stateMachineSettings(this, props.stateMachineName),
      comment: 'Creates, updates and deletes CloudFormation stacks, waits for them, and tells how they ended.',
      definitionBody: DefinitionBody.fromChainable(check),
      // all deadlines one after the other, and an hour for all retries and the notice
      timeout: Duration.minutes(STACK_LIMITS.totalDeadlineMinutes + 60),
    });
    stateMachine.addToRolePolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [props.deploymentRole.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
      }),
    );
    stateMachine.addToRolePolicy(
      new PolicyStatement({
        // whatever the prefix: the check refuses them in words, this holds even without it
        effect: Effect.DENY,
        actions: ['cloudformation:CreateStack', 'cloudformation:UpdateStack', 'cloudformation:DeleteStack'],
        resources: props.names.ownStacks.map(stackArn),
      }),
    );
    this.stateMachine = stateMachine;
    this.parameter = new StringParameter(this, 'Parameter', {
      parameterName: props.parameterName,
      description: `ARN of the state machine ${props.stateMachineName}`,
      stringValue: stateMachine.stateMachineArn,
    });
  }
}
