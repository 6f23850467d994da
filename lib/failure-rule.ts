import { Aws, Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { EventField, type IRule, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { NO_INCIDENT } from '../reminder/error-names.ts';
import { THRESHOLDS } from './alarm-thresholds.ts';

/** What the message about an execution may say of it: never its input, which holds the reminder's text. */
const EXECUTION = {
  name: EventField.fromPath('$.detail.name'),
  arn: EventField.fromPath('$.detail.executionArn'),
  status: EventField.fromPath('$.detail.status'),
  error: EventField.fromPath('$.detail.error'),
  cause: EventField.fromPath('$.detail.cause'),
  region: EventField.fromPath('$.region'),
} as const;

/** Properties of {@link FailureRule}. */
export interface FailureRuleProps {
  /** Physical name of the rule. */
  readonly ruleName: string;
  readonly stateMachine: IStateMachine;
  /** Physical name of the state machine. */
  readonly stateMachineName: string;
  /** What it means that an execution of it has failed, a sentence without its full stop. */
  readonly says: string;
  /**
   * What tries again.
   *
   * @param execution stands for the name and the ARN of the execution
   */
  readonly retry: (execution: Pick<typeof EXECUTION, 'name' | 'arn'>) => string;
  /** Tells people. */
  readonly operationsTopic: ITopic;
  /** Keeps the events that could not be told. */
  readonly untold: IQueue;
  /** Address of the section in the runbook. */
  readonly runbookSection: string;
}

/**
 * Tells the operations topic about every execution of a state machine that has ended badly: failed, timed out or aborted. A
 * request that was rejected and a reminder that a person has cancelled are no incident.
 */
export class FailureRule extends Construct {
  readonly rule: IRule;
  /** The executions that ended badly. `ExecutionsFailed` of Step Functions would count rejected requests too. */
  readonly metricFailures: Metric;
  /** What could not be told. */
  readonly metricUntold: Metric;

  constructor(scope: Construct, id: string, props: FailureRuleProps) {
    super(scope, id);
    const { name, arn, status, error, cause, region } = EXECUTION;
    // with a role the topic's policy need not let in all of EventBridge
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('events.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
      description: `What the rule ${props.ruleName} may do: publish to the operations topic`,
    });
    props.operationsTopic.grantPublish(role);

    const message = RuleTargetInput.fromMultilineText(
      [
        `${props.says}: an execution of ${props.stateMachineName} has ended as ${status}.`,
        `Which: ${name} (a name of this service begins with when it was due, in UTC)`,
        `Error: ${error}`,
        `Cause: ${cause}`,
        `Look: https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${arn}`,
        `Try again: ${props.retry({ name, arn })}`,
        `What to do: ${props.runbookSection}`,
      ].join('\n'),
    );
    this.rule = new Rule(this, 'Rule', {
      ruleName: props.ruleName,
      description: `Tells about executions of ${props.stateMachineName} that ended badly`,
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [props.stateMachine.stateMachineArn],
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          // an execution that timed out or was aborted may have no error, or null for one
          error: Match.anyOf(Match.anythingBut(...Object.values(NO_INCIDENT)), Match.doesNotExist(), Match.nullValue()),
        },
      },
      targets: [
        {
          // not the CDK's SnsTopic, which would write the rule's ARN into the policy of a queue in another stack
          bind: () => ({
            arn: props.operationsTopic.topicArn,
            role,
            input: message,
            deadLetterConfig: { arn: props.untold.queueArn },
            // the most that EventBridge takes
            retryPolicy: { maximumEventAgeInSeconds: Duration.hours(24).toSeconds(), maximumRetryAttempts: 185 },
          }),
        },
      ],
    });
    const metric = (metricName: string) =>
      new Metric({
        namespace: 'AWS/Events',
        metricName,
        dimensionsMap: { RuleName: this.rule.ruleName },
        statistic: 'Sum',
        period: THRESHOLDS.period,
      });
    this.metricFailures = metric('MatchedEvents');
    this.metricUntold = metric('FailedInvocations');
  }
}
