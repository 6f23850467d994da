import { ArnFormat, Aws, Duration, Stack } from 'aws-cdk-lib';
import type { RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/**
 * The retry policy of a rule's target: EventBridge retries for up to an hour. The default of 24 hours is too long, because no
 * alarm goes off during the retries.
 */
export const DELIVERY = { maxEventAge: Duration.hours(1), retryAttempts: 185 } as const;

/**
 * Derives a rule's ARN from its name. The rule can be in a stack that is deployed later.
 *
 * @param eventBus the name of the rule's bus; if missing, the account's default bus
 */
export function ruleArn(scope: Construct, ruleName: string, eventBus?: string): string {
  return Stack.of(scope).formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: eventBus === undefined ? ruleName : `${eventBus}/${ruleName}`,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

/**
 * Returns the conditions that allow EventBridge to act only for the given rule (Amazon EventBridge User Guide, "Cross-service
 * confused deputy prevention").
 */
const forRule = (arn: string) => ({
  StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
  ArnEquals: { 'aws:SourceArn': arn },
});

/**
 * Allows the given rule to use the queue as the dead-letter queue for the rule's targets.
 *
 * @param arn the rule's ARN, from {@link ruleArn}
 */
export function allowDeadLetters(queue: IQueue, arn: string): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: forRule(arn),
    }),
  );
}

/**
 * Imports the queue, which can be in another stack, as the dead-letter queue of a target. The queue's stack must call
 * {@link allowDeadLetters}. If the target's stack changed the queue's policy instead, the two stacks would depend on each
 * other.
 */
export function deadLetterQueueOf(scope: Construct, queue: IQueue): IQueue {
  return Queue.fromQueueArn(scope, 'DeadLetterQueue', queue.queueArn);
}

/** Properties of {@link startingTarget}. */
export interface StartingTargetProps {
  /** The state machine whose executions the target starts. */
  readonly stateMachine: IStateMachine;
  /** The rule's ARN, from {@link ruleArn}. */
  readonly ruleArn: string;
  /** The dead-letter queue of the target, from {@link deadLetterQueueOf}. */
  readonly deadLetterQueue: IQueue;
  /**
   * The part of the event that becomes the execution's input.
   * @default - the whole event
   */
  readonly input?: RuleTargetInput;
}

/**
 * Builds a target that starts an execution of the given state machine. EventBridge can assume the target's role only for this
 * rule.
 */
export function startingTarget(scope: Construct, props: StartingTargetProps): SfnStateMachine {
  const { stateMachine, deadLetterQueue, input } = props;
  const role = new Role(scope, 'StartingRole', {
    assumedBy: new ServicePrincipal('events.amazonaws.com', { conditions: forRule(props.ruleArn) }),
    description: 'What an EventBridge rule may do',
  });
  return new SfnStateMachine(stateMachine, { ...DELIVERY, role, deadLetterQueue, ...(input && { input }) });
}
