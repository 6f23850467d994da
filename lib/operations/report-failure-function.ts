import { Duration } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { eventAccess } from '../kit/functions/event-access.ts';
import { ServiceFunction } from '../kit/functions/service-function.ts';
import { DELIVERY } from '../kit/rules/event-rules.ts';

/** Properties of {@link ReportFailureFunction}. */
export interface ReportFailureFunctionProps {
  /** The name at the beginning of each email's subject. */
  readonly name: string;
  /** The ARNs of the state machines whose failures are reported. */
  readonly stateMachineArns: readonly string[];
  /** The rule's description. */
  readonly description: string;
  /** The names of the errors that are not reported. */
  readonly ignoredErrors: readonly string[];
  /** The throttled queue, which gets the failure emails. */
  readonly throttledQueue: IQueue;
  /** The queue for events that the function could not handle. */
  readonly unhandledQueue: IQueue;
  /**
   * The URL or path of the runbook.
   * @default - no runbook
   */
  readonly runbook?: string;
  /**
   * The service that the state machines belong to. `name` is then the service's name, and the physical names contain it.
   * @default - the state machines belong to another app, and CloudFormation generates all names
   */
  readonly service?: {
    /** True if the service has an event bus. The function then also sends an event to the bus for each failed reminder. */
    readonly events: boolean;
  };
}

/**
 * The function that reports failed executions to operators, and the rule that invokes it. The rule matches executions that
 * failed, timed out or were aborted (AWS Step Functions Developer Guide, "Automating Step Functions event delivery with
 * EventBridge").
 */
export class ReportFailureFunction extends ServiceFunction {
  constructor(scope: Construct, id: string, props: ReportFailureFunctionProps) {
    const { name, service, runbook, throttledQueue, unhandledQueue } = props;
    const { functions, rule } = physicalNames(name);
    const events = service?.events ? eventAccess(scope, name) : undefined;
    super(scope, id, {
      ...(service && { functionName: functions.reportFailure }),
      description: 'Describes a failed execution to operators by email',
      code: 'report-failure',
      // long enough for two calls to AWS, each with two tries of at most 3 s
      timeout: Duration.seconds(25),
      permissions: [
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [throttledQueue.queueArn] }),
        ...(events?.permissions ?? []),
      ],
      environment: {
        QUEUE_URL: throttledQueue.queueUrl,
        SERVICE: name,
        ...(runbook !== undefined && { RUNBOOK: runbook }),
        ...events?.environment,
      },
    });
    this.keepUnhandledEvents(unhandledQueue);

    const { ignoredErrors } = props;
    new Rule(this, 'Rule', {
      ...(service && { ruleName: rule('failures') }),
      description: props.description,
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [...props.stateMachineArns],
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          ...(ignoredErrors.length > 0 && {
            // if an execution timed out or was aborted, its error may be missing or null
            error: Match.anyOf(Match.anythingBut(...ignoredErrors), Match.doesNotExist(), Match.nullValue()),
          }),
        },
      },
      targets: [
        // pass the whole event, because EventBridge does not escape values that it inserts into a string
        new LambdaFunction(this.live, { ...DELIVERY, deadLetterQueue: unhandledQueue }),
      ],
    });
  }
}
