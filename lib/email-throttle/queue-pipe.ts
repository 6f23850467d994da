import { Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

/** JSONata: what the message that a pipe hands over says; the messages are JSON. */
export const MESSAGE = '$parse($states.input[0].body)';

/** Properties of {@link QueuePipe}. */
export interface QueuePipeProps {
  /** Physical name of the pipe. */
  readonly pipeName: string;
  /** What the pipe does, for whoever opens it in the console. */
  readonly description: string;
  /** Where the messages come from, standard or FIFO. */
  readonly queue: IQueue;
  /** An Express state machine; it gets a list of one message of the queue. */
  readonly stateMachine: IStateMachine;
}

/**
 * Has an Express state machine run for each message of a queue, one message at a time, and takes the message out of the queue
 * when the execution has succeeded. After one that failed the message stays, and is tried again when it shows again.
 *
 * Of a FIFO queue, messages of the same group are handled one after the other: the next when the execution for the last has
 * ended. The state machine gets a list even of one message (Amazon EventBridge User Guide, "EventBridge Pipes batching and
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
      // it waits for the end of the execution, so that it knows whether the message may go
      targetParameters: { stepFunctionStateMachineParameters: { invocationType: 'REQUEST_RESPONSE' } },
      // without what it handles, which is private
      logConfiguration: { level: 'ERROR', cloudwatchLogsLogDestination: { logGroupArn: logGroup.logGroupArn } },
    });
    // it polls at once, and without its rights it would fail
    pipe.node.addDependency(role);
  }
}
