import { Duration } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { type IStateMachine, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { DUE_TIME_IN_NAME } from '../../core/reminder/execution-name.ts';
import { ThrottledQueue } from '../email-throttle/throttled-queue.ts';
import { roleToStartByEvents } from '../kit/access/start-by-events.ts';
import { readJsonata } from '../kit/jsonata/read-jsonata.ts';
import { expressStateMachine } from '../kit/state-machines/express-state-machine.ts';
import { addRetries, EXPRESS_RETRIES } from '../kit/state-machines/retry-policies.ts';
import { TEXT_LIMITS } from '../kit/state-machines/text-limits.ts';

/** Properties of {@link FailureEmails}. */
export interface FailureEmailsProps {
  /** The service's name. */
  readonly service: string;
  /** Address of the runbook. */
  readonly runbook: string;
  /** Sends emails to operators. */
  readonly operationsTopic: ITopic;
}

/**
 * Emails operators about each execution that failed, timed out or was aborted. An Express state machine writes the email, and a
 * throttled queue sends one a second: SNS would deactivate the operators' subscription if thousands came at once.
 */
export class FailureEmails extends Construct {
  /** Writes a failure email from an event of EventBridge. */
  readonly stateMachine: IStateMachine;
  /** The role with which EventBridge may start the state machine. */
  readonly eventsRole: IRole;
  /** Holds the failure emails and sends them. */
  readonly throttledQueue: ThrottledQueue;

  constructor(scope: Construct, id: string, { service, runbook, operationsTopic }: FailureEmailsProps) {
    super(scope, id);
    const { stateMachines } = physicalNames(service);
    this.throttledQueue = new ThrottledQueue(this, 'ThrottledQueue', {
      name: stateMachines.operationsSend,
      topic: operationsTopic,
    });

    const failureEmail = readJsonata('operations/failure-email.jsonata', {
      dueTimeInName: DUE_TIME_IN_NAME,
      limits: TEXT_LIMITS,
      stateMachines: { sns: stateMachines.sns, lambda: stateMachines.lambda },
      service,
      runbook,
    });
    const write = SqsSendMessage.jsonata(this, 'Write the failure email', {
      comment:
        'Writes the email from chosen fields, never the text of the reminder, and puts it into the throttled queue.',
      queue: this.throttledQueue.queue,
      messageBody: TaskInput.fromText(`{% $string(${failureEmail}) %}`),
      messageGroupId: 'failure-emails',
      // EventBridge may deliver an event twice
      messageDeduplicationId: '{% $states.input.id %}',
      outputs: '{% {} %}',
      taskTimeout: Timeout.duration(Duration.seconds(10)),
    });
    addRetries(write, EXPRESS_RETRIES);
    this.stateMachine = expressStateMachine(this, {
      stateMachineName: stateMachines.failureEmail,
      comment: 'Writes an email about an execution that failed, timed out or was aborted.',
      task: write,
      failure: {
        state: 'Give up on it',
        comment: 'This failure is not emailed; an alarm rings, and so do the alarms that count failures.',
        error: 'FailureEmailFailed',
      },
      timeout: Duration.minutes(5),
    });

    this.eventsRole = roleToStartByEvents(this, 'EventsRole', {
      service,
      stateMachine: this.stateMachine,
      description: 'What the rules for failed executions may do: start the state machine that writes failure emails',
    });
  }
}
