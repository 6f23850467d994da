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
  /** What it does, for whoever opens it in the console. */
  readonly description: string;
  /** The standard state machine whose executions it is about; an Express one sends no events. */
  readonly stateMachine: IStateMachine;
  /** Which of its events, as a pattern of their `detail`. */
  readonly detail: { readonly [field: string]: unknown };
  /** The state machine that gets them, and the role with which EventBridge may start it. */
  readonly target: { readonly stateMachine: IStateMachine; readonly role: IRole };
  /**
   * What the target gets.
   * @default the whole event
   */
  readonly input?: RuleTargetInput;
  /** How often an event is tried again within the hour; EventBridge does so 185 times at most. */
  readonly retryAttempts: number;
  /** Keeps the events that could not be handed on. */
  readonly eventDeadLetterQueue: IQueue;
}

/**
 * Makes a rule of EventBridge that hands on to one state machine what becomes of the executions of another (AWS Step Functions
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
          // not for the 24 hours that EventBridge could: as long as it tries again, no alarm rings
          retryPolicy: {
            maximumEventAgeInSeconds: Duration.hours(1).toSeconds(),
            maximumRetryAttempts: props.retryAttempts,
          },
        }),
      },
    ],
  });
}
