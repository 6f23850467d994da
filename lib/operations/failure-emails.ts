import { Duration } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { type IStateMachine, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { DUE_TIME_IN_NAME } from '../../core/reminder/execution-name.ts';
import { PacedLines } from '../email-throttle/throttled-queue.ts';
import { roleToStartByEvents } from '../kit/access/start-by-events.ts';
import { readJsonata } from '../kit/jsonata/read-jsonata.ts';
import { expressStateMachine } from '../kit/state-machines/express-state-machine.ts';
import { addRetries, EXPRESS_RETRIES } from '../kit/state-machines/retry-policies.ts';
import { TEXT_LIMITS } from '../kit/state-machines/text-limits.ts';

/** Properties of {@link FailureNotices}. */
export interface FailureNoticesProps {
  /** The service's name. */
  readonly service: string;
  /** Address of the runbook. */
  readonly runbook: string;
  /** Tells people. */
  readonly operationsTopic: ITopic;
}

/**
 * Tells people in words about executions that have ended badly: an Express state machine makes a notice out of the event, and the
 * notices go to the operations topic one a second, because SNS would deactivate the subscription that the alarms need too, were
 * thousands of reminders to fail together.
 */
export class FailureNotices extends Construct {
  /** Makes a notice out of an event of EventBridge. */
  readonly stateMachine: IStateMachine;
  /** With this EventBridge may start it. */
  readonly eventsRole: IRole;
  /** Where notices wait for their turn. */
  readonly lines: PacedLines;

  constructor(scope: Construct, id: string, { service, runbook, operationsTopic }: FailureNoticesProps) {
    super(scope, id);
    const { stateMachines } = physicalNames(service);
    this.lines = new PacedLines(this, 'Lines', { name: stateMachines.operationsSend, topic: operationsTopic });

    const notice = readJsonata('operations/failure-email.jsonata', {
      dueTimeInName: DUE_TIME_IN_NAME,
      limits: TEXT_LIMITS,
      stateMachines: { sns: stateMachines.sns, lambda: stateMachines.lambda },
      service,
      runbook,
    });
    const lineUp = SqsSendMessage.jsonata(this, 'Put it into words', {
      comment: 'Makes a notice of chosen fields, never of the text, and has it wait for its turn to be sent.',
      queue: this.lines.queue,
      messageBody: TaskInput.fromText(`{% $string(${notice}) %}`),
      messageGroupId: 'notices',
      // EventBridge may hand over an event twice
      messageDeduplicationId: '{% $states.input.id %}',
      outputs: '{% {} %}',
      taskTimeout: Timeout.duration(Duration.seconds(10)),
    });
    addRetries(lineUp, EXPRESS_RETRIES);
    this.stateMachine = expressStateMachine(this, {
      stateMachineName: stateMachines.failureNotice,
      comment: 'Puts into words what has ended badly, for people.',
      task: lineUp,
      failure: {
        state: 'Give up on it',
        comment: 'One failure is not told; an alarm says so, and the alarms that count failures ring all the same.',
        error: 'NoticeFailed',
      },
      timeout: Duration.minutes(5),
    });

    this.eventsRole = roleToStartByEvents(this, 'EventsRole', {
      service,
      stateMachine: this.stateMachine,
      description: 'What the rules for failed executions may do: have a notice made',
    });
  }
}
