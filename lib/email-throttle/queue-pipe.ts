import { Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

/** Properties of {@link QueuePipe}. */
export interface QueuePipeProps {
  /** Physical name of the pipe. */
  readonly pipeName: string;
  /** Describes the pipe in the console. */
  readonly description: string;
  /** Holds the messages; standard or FIFO. */
  readonly queue: IQueue;
  /** An Express state machine; it gets a list of one message of the queue. */
  readonly stateMachine: IStateMachine;
}

/**
 * A pipe that runs an Express state machine for each message of a queue, and deletes the message if the execution succeeds. If it
 * fails, the message stays and is tried again after its visibility timeout.
 *
 * In a FIFO queue, the next message of a group starts when the execution for the one before has ended. The state machine gets a list even of one message (Amazon EventBridge User Guide, "EventBridge Pipes batching and
 * concurrency").
 */
export class QueuePipe extends Construct {
  constructor(scope: Construct, id: string, props: QueuePipeProps) {
    super(scope, id);
    const { pipeName, queue, stateMachine } = props;
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
      // waits for the end of the execution, because only success deletes the message
      targetParameters: { stepFunctionStateMachineParameters: { invocationType: 'REQUEST_RESPONSE' } },
      // without the messages, which are private
      logConfiguration: { level: 'ERROR', cloudwatchLogsLogDestination: { logGroupArn: logGroup.logGroupArn } },
    });
    // a pipe polls at once and fails without its permissions
    pipe.node.addDependency(role);
  }
}
