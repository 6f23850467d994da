import { Duration } from 'aws-cdk-lib';
import { Rule, type RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/** Properties of {@link executionRule}. */
export interface ExecutionRuleProps {
  /** Physical name of the rule. */
  readonly ruleName: string;
  /** What the rule does, for people who open it in the console. */
  readonly description: string;
  /** The standard state machine whose events the rule matches. An Express state machine sends no events. */
  readonly stateMachine: IStateMachine;
  /** The pattern of the events' `detail`. */
  readonly detail: { readonly [field: string]: unknown };
  /** The state machine that gets the events, and the role with which EventBridge starts it. */
  readonly target: { readonly stateMachine: IStateMachine; readonly role: IRole };
  /**
   * The input of the target.
   * @default the whole event
   */
  readonly input?: RuleTargetInput;
  /** The most retries of an event within an hour; EventBridge allows 185. */
  readonly retryAttempts: number;
  /** Keeps the events that EventBridge could not deliver. */
  readonly eventDeadLetterQueue: IQueue;
}

/**
 * Makes an EventBridge rule that starts one state machine for status changes of another's executions (AWS Step Functions
 * Developer Guide, "Automating Step Functions event delivery with EventBridge").
 */
export function executionRule(scope: Construct, id: string, props: ExecutionRuleProps): Rule {
  return new Rule(scope, id, {
    ruleName: props.ruleName,
    description: props.description,
    eventPattern: {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [props.stateMachine.stateMachineArn], ...props.detail },
    },
    targets: [
      {
        bind: () => ({
          arn: props.target.stateMachine.stateMachineArn,
          role: props.target.role,
          ...(props.input && { input: props.input }),
          deadLetterConfig: { arn: props.eventDeadLetterQueue.queueArn },
          // one hour and not the 24 that EventBridge allows: no alarm rings while it retries
          retryPolicy: {
            maximumEventAgeInSeconds: Duration.hours(1).toSeconds(),
            maximumRetryAttempts: props.retryAttempts,
          },
        }),
      },
    ],
  });
}
