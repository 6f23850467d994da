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
import type { StackNameRules } from '../../core/stack-request/stack-name-rules.ts';
import { STACK_LIMITS } from '../../core/stack-request/stack-request-limits.ts';
import { addRetries, SNS_RETRIES } from '../kit/state-machines/retry-policies.ts';
import { stateMachineSettings } from '../kit/state-machines/state-machine-settings.ts';
import { checkStackRequestInJsonata } from './check-stack-request.ts';
import { catchEverything } from './cloudformation-task.ts';
import { jsonata, jsonataFile } from './stack-creator-jsonata.ts';
import { stackOperation } from './stack-operation.ts';

/** Properties of {@link StackCreatorStateMachine}. */
export interface StackCreatorStateMachineProps {
  /**
   * The state machine's physical name.
   * @default - a generated name
   */
  readonly stateMachineName?: string;
  /**
   * The name of the parameter that holds the state machine's ARN.
   * @default - no parameter
   */
  readonly parameterName?: string;
  /** The rules for the names of stacks that the state machine may change. */
  readonly names: StackNameRules;
  /** The role that CloudFormation assumes for every stack. */
  readonly deploymentRole: Pick<IRole, 'roleArn'>;
  /** The topic that stack reports are published to. */
  readonly topic: ITopic;
}

/** The number of stacks that the Map handles at the same time. It is small, because CloudFormation throttles frequent calls. */
const CONCURRENCY = 5;

/**
 * A state machine that creates, updates and deletes CloudFormation stacks. It checks the request, runs each stack's operation,
 * and publishes a report.
 *
 * `stack-operation.ts` has the states that start an operation, wait and read the stack's status. An execution of 10 minutes for
 * one stack passes through 80 states: 11 states, and 3 more for each of the 23 status checks.
 */
export class StackCreatorStateMachine extends Construct {
  /** The state machine. Its type is standard, because an Express execution would end after 5 minutes. */
  readonly stateMachine: IStateMachine;

  constructor(scope: Construct, id: string, props: StackCreatorStateMachineProps) {
    super(scope, id);
    const stackArn = (stackName: string) =>
      Stack.of(this).formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${stackName}/*` });
    const checked = checkStackRequestInJsonata(props.names);

    const check = Choice.jsonata(this, 'Check the request', {
      comment: 'Checks the request first, before anything is created.',
    });

    const refuse = Fail.jsonata(this, 'Refuse the request', {
      comment: 'The request is not valid. The cause says in one sentence what to change.',
      error: ERRORS.stackRequestRejected,
      cause: `{% (${checked}).problem %}`,
    });

    const handleEach = MapState.jsonata(this, 'Handle each stack', {
      comment: 'Handles one stack or several, a few at a time.',
      maxConcurrency: CONCURRENCY,
      items: ProvideItems.jsonata('{% $states.input.stacks %}'),
      jsonataItemSelector: jsonata(`$merge([$states.context.Map.Item.Value, {
  'index': $states.context.Map.Item.Index,
  'outputRoom': $floor($limits.outputCharacters / $count($states.input.stacks)),
  'pageRoom': $min([$limits.eventPages, $floor($limits.allEventPages / $count($states.input.stacks))])
}])`),
      // the result of a Parallel is a list with the result of each branch
      outputs: jsonata(`{ 'stacks': [$map($states.result, function($results) { $results[0] })] }`),
    });

    const isolate = Parallel.jsonata(this, 'Isolate the stack', {
      comment: 'Has one branch, for its Catch: an error that no state inside can catch must not stop the other stacks.',
    });

    const countAsFailed = Pass.jsonata(this, 'Count the stack as failed', {
      comment: 'An error that no state expected. The report gives its name and cause as the result of this one stack.',
    });

    const writeReport = Pass.jsonata(this, 'Write the report', {
      comment: 'Writes the report from the results of the stacks, and the cause of the failure if there is one.',
      outputs: jsonataFile('stack-report'),
    });

    const publishReport = SnsPublish.jsonata(this, 'Publish the report', {
      comment: 'Publishes one report on all stacks: their results, how long they took, and links.',
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
    addRetries(publishReport, SNS_RETRIES);

    const howItEnded = Choice.jsonata(this, 'How did it end?', {
      comment: 'The result depends on all stacks. If one stack failed and another is late, the execution fails.',
    });

    const succeed = Succeed.jsonata(this, 'Every stack is as requested', {
      comment: 'Ends with the result of the only stack, or with a list of results.',
    });

    const fail = Fail.jsonata(this, 'A stack has failed', {
      comment: 'Fails, so that the list of executions shows it. The cause holds the first failure.',
      error: ERRORS.stackFailed,
      cause: '{% $states.input.problem %}',
    });

    const timeOut = Fail.jsonata(this, 'A stack is late', {
      comment: 'No stack has failed, but the deadline of at least one has passed.',
      error: ERRORS.stackTimedOut,
      cause: '{% $states.input.problem %}',
    });

    check.when(Condition.jsonata(`{% $exists((${checked}).stacks) %}`), handleEach, {
      comment: 'The request is valid. Passes on a list of stacks with all defaults filled in.',
      outputs: `{% ${checked} %}`,
      assign: { isMany: jsonata(`'stacks' in $keys($lookup($plain({ 'input': $states.input }), 'input'))`) },
    });
    check.otherwise(refuse);

    handleEach.itemProcessor(isolate);
    isolate.branch(
      stackOperation(this, { stackArns: [stackArn(`${props.names.prefix}*`)], roleArn: props.deploymentRole.roleArn }),
    );
    catchEverything(isolate, countAsFailed, jsonataFile('unforeseen-error'));

    handleEach.next(writeReport);
    writeReport.next(publishReport);
    publishReport.next(howItEnded);
    publishReport.addCatch(howItEnded, {
      errors: [Errors.ALL],
      // keep the results of the stacks even if the report could not be sent
      outputs: jsonata(`$merge([$states.input, {
  'problem': $states.input.problem & ' The report could not be sent: ' & $states.errorOutput.Error & '.'
}])`),
    });

    howItEnded.when(
      Condition.jsonata(jsonata(`$count($states.input.stacks[outcome = 'done']) = $count($states.input.stacks)`)),
      succeed,
      {
        comment: 'All stacks are as requested.',
        outputs: jsonataFile('execution-output'),
      },
    );
    howItEnded.when(Condition.jsonata(jsonata(`'failed' in $states.input.stacks.outcome`)), fail, {
      comment: 'At least one stack has failed.',
    });
    howItEnded.otherwise(timeOut);

    const stateMachine = new StateMachine(this, 'StateMachine', {
      ...stateMachineSettings(this, props.stateMachineName),
      comment: 'Creates, updates and deletes CloudFormation stacks, waits for them, and publishes a report.',
      definitionBody: DefinitionBody.fromChainable(check),
      // the maximum sum of all deadlines, plus an hour for retries and the report
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
        // the check already refuses requests for these stacks; this statement protects them from a bug in the check
        effect: Effect.DENY,
        actions: ['cloudformation:CreateStack', 'cloudformation:UpdateStack', 'cloudformation:DeleteStack'],
        resources: props.names.ownStacks.map(stackArn),
      }),
    );
    this.stateMachine = stateMachine;
    if (props.parameterName !== undefined) {
      new StringParameter(this, 'Parameter', {
        parameterName: props.parameterName,
        description: `ARN of the state machine ${props.stateMachineName}`,
        stringValue: stateMachine.stateMachineArn,
      });
    }
  }
}
