import { Match } from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { NO_INCIDENT } from '../../core/naming/error-names.ts';
import { executionRule } from '../kit/state-machines/execution-rule.ts';
import type { FailureEmails } from './failure-emails.ts';

/** Properties of {@link FailureRule}. */
export interface FailureRuleProps {
  /** Physical name of the rule. */
  readonly ruleName: string;
  /** The standard state machine that the rule is about; an Express one sends no events. */
  readonly stateMachine: IStateMachine;
  /** Physical name of the state machine. */
  readonly stateMachineName: string;
  /** Emails operators. */
  readonly failureEmails: FailureEmails;
  /** Keeps the events that could not be delivered. */
  readonly eventDeadLetterQueue: IQueue;
}

/**
 * A rule that starts a failure email for each execution of a state machine that failed, timed out or was aborted. A rejected request
 * and a cancelled reminder are no incident.
 */
export class FailureRule extends Construct {
  /** Physical name of the rule, the dimension of its metrics. */
  readonly ruleName: string;

  constructor(scope: Construct, id: string, props: FailureRuleProps) {
    super(scope, id);
    const rule = executionRule(this, 'Rule', {
      ruleName: props.ruleName,
      description: `Reports executions of ${props.stateMachineName} that failed, timed out or were aborted`,
      stateMachine: props.stateMachine,
      detail: {
        status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        // an execution that timed out or was aborted may have no error, or null for one
        error: Match.anyOf(Match.anythingBut(...Object.values(NO_INCIDENT)), Match.doesNotExist(), Match.nullValue()),
      },
      // the whole event: EventBridge does not escape what it puts into a text, and an event may lack an error
      target: { stateMachine: props.failureEmails.stateMachine, role: props.failureEmails.eventsRole },
      retryAttempts: 185,
      eventDeadLetterQueue: props.eventDeadLetterQueue,
    });
    this.ruleName = rule.ruleName;
  }
}
