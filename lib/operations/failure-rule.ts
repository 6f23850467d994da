import { Match } from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { NO_INCIDENT } from '../../core/naming/error-names.ts';
import { executionRule } from '../kit/state-machines/execution-rule.ts';
import type { FailureNotices } from './failure-emails.ts';

/** Properties of {@link FailureRule}. */
export interface FailureRuleProps {
  /** Physical name of the rule. */
  readonly ruleName: string;
  /** The standard state machine whose executions are watched; an Express one sends no events. */
  readonly stateMachine: IStateMachine;
  /** Physical name of the state machine. */
  readonly stateMachineName: string;
  /** Tells people. */
  readonly notices: FailureNotices;
  /** Keeps the events that could not be told. */
  readonly eventDeadLetterQueue: IQueue;
}

/**
 * Has people told about every execution of a state machine that has ended badly: failed, timed out or aborted. A request that
 * was rejected and a reminder that a person has cancelled are no incident.
 */
export class FailureRule extends Construct {
  /** Physical name of the rule, by which EventBridge counts what it does. */
  readonly ruleName: string;

  constructor(scope: Construct, id: string, props: FailureRuleProps) {
    super(scope, id);
    const rule = executionRule(this, 'Rule', {
      ruleName: props.ruleName,
      description: `Tells about executions of ${props.stateMachineName} that ended badly`,
      stateMachine: props.stateMachine,
      detail: {
        status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        // an execution that timed out or was aborted may have no error, or null for one
        error: Match.anyOf(Match.anythingBut(...Object.values(NO_INCIDENT)), Match.doesNotExist(), Match.nullValue()),
      },
      // the whole event: EventBridge does not escape what it puts into a text, and an event may lack an error
      target: { stateMachine: props.notices.stateMachine, role: props.notices.eventsRole },
      retryAttempts: 185,
      eventDeadLetterQueue: props.eventDeadLetterQueue,
    });
    this.ruleName = rule.ruleName;
  }
}
