import { join } from 'node:path';
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { NO_INCIDENT } from '../../core/naming/error-names.ts';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { ServiceFunction } from '../kit/functions/service-function.ts';

/** Properties of {@link ReportFailureFunction}. */
export interface ReportFailureFunctionProps {
  /** The service's name. */
  readonly service: string;
  /** Address of the runbook. */
  readonly runbook: string;
  /** Where failure emails wait. */
  readonly throttledQueue: IQueue;
  /** Keeps what could not be reported. */
  readonly unhandledQueue: IQueue;
}

const ENTRY = join(import.meta.dirname, '..', '..', 'lambda', 'report-failure', 'handler.ts');

/**
 * The function that describes failed executions to operators, and the rule that gives it their events: executions of the three state
 * machines that failed, timed out or were aborted (AWS Step Functions Developer Guide, "Automating Step Functions event delivery
 * with EventBridge"). A rejected request and a reminder that a person has cancelled are not incidents.
 */
export class ReportFailureFunction extends ServiceFunction {
  constructor(scope: Construct, id: string, props: ReportFailureFunctionProps) {
    const { service, throttledQueue, unhandledQueue } = props;
    const { functions, stateMachines, rule } = physicalNames(service);
    super(scope, id, {
      functionName: functions.reportFailure,
      description: 'Describes a failed execution to operators by email',
      entry: ENTRY,
      // one call of two tries, at most 4 s a try
      timeout: Duration.seconds(15),
      permissions: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [throttledQueue.queueArn] })],
      environment: { QUEUE_URL: throttledQueue.queueUrl, SERVICE: service, RUNBOOK: props.runbook },
    });
    this.keepUnhandledEvents(unhandledQueue);

    const names = [stateMachines.sns, stateMachines.lambda, stateMachines.stackCreator];
    new Rule(this, 'Rule', {
      ruleName: rule('failures'),
      description: `Reports executions of ${names.join(', ')} that failed`,
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: names.map((resourceName) =>
            Stack.of(this).formatArn({
              service: 'states',
              resource: 'stateMachine',
              resourceName,
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          ),
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          // an execution that timed out or was aborted may have no error, or null for one
          error: Match.anyOf(Match.anythingBut(...Object.values(NO_INCIDENT)), Match.doesNotExist(), Match.nullValue()),
        },
      },
      targets: [
        // the whole event: EventBridge does not escape what it puts into a text
        new LambdaFunction(this.live, {
          deadLetterQueue: unhandledQueue,
          // not for the 24 hours that EventBridge could: no alarm rings while it retries
          maxEventAge: Duration.hours(1),
          retryAttempts: 185,
        }),
      ],
    });
  }
}
