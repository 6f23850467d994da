import { Aws, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

/** Properties of {@link QueuePipe}. */
export interface QueuePipeProps {
  /**
   * The pipe's physical name. CloudFormation must not generate it, because the role's trust policy contains it.
   * @default - a name derived from the construct's path
   */
  readonly pipeName?: string | undefined;
  /** The pipe's description in the console. */
  readonly description: string;
  /** The queue that holds the messages, standard or FIFO. */
  readonly queue: IQueue;
  /** The Express state machine. Its input is a list that contains one message. */
  readonly stateMachine: IStateMachine;
}

/**
 * A pipe that runs an Express state machine for each message of a queue. If the execution succeeds, the pipe deletes the
 * message. Otherwise the message stays in the queue, and the pipe tries again after the visibility timeout.
 *
 * With a FIFO queue, the pipe handles the next message of a group only after the execution for the previous message has ended.
 * The state machine always gets a list, even for one message (Amazon EventBridge User Guide, "EventBridge Pipes batching and
 * concurrency").
 */
export class QueuePipe extends Construct {
  constructor(scope: Construct, id: string, props: QueuePipeProps) {
    super(scope, id);
    const { queue, stateMachine } = props;
    const pipeName = props.pipeName ?? Names.uniqueResourceName(this, { separator: '-', maxLength: 64 });
    const pipeArn = Stack.of(this).formatArn({ service: 'pipes', resource: 'pipe', resourceName: pipeName });

    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('pipes.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': pipeArn } },
      }),
      description: `What the pipe ${pipeName} may do: take messages from its queue and run its state machine`,
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        resources: [queue.queueArn],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({ actions: ['states:StartSyncExecution'], resources: [stateMachine.stateMachineArn] }),
    );
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/vendedlogs/pipes/${pipeName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const pipe = new CfnPipe(this, 'Pipe', {
      name: pipeName,
      description: props.description,
      roleArn: role.roleArn,
      source: queue.queueArn,
      sourceParameters: { sqsQueueParameters: { batchSize: 1 } },
      target: stateMachine.stateMachineArn,
      // wait until the execution ends, because the pipe deletes the message only after success
      targetParameters: { stepFunctionStateMachineParameters: { invocationType: 'REQUEST_RESPONSE' } },
      // without `includeExecutionData`, the log leaves out the messages, which are private
      logConfiguration: { level: 'ERROR', cloudwatchLogsLogDestination: { logGroupArn: logGroup.logGroupArn } },
    });
    // a new pipe starts polling at once, and fails if its role does not have the permissions yet
    pipe.node.addDependency(role);
  }
}
