import { Duration } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import {
  Condition,
  DefinitionBody,
  Fail,
  type IStateMachine,
  StateMachine,
  Succeed,
  type TaskStateBase,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ERRORS } from '../../core/naming/error-names.ts';
import type { Hold } from '../../core/reminder/hold.ts';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { readJsonata } from '../kit/jsonata/read-jsonata.ts';
import { stateMachineSettings } from '../kit/state-machines/state-machine-settings.ts';
import { KEPT_VALUES, waitStates } from '../kit/state-machines/wait-states.ts';
import type { ReminderSchedules } from '../schedules/reminder-schedules.ts';
import { checkReminderRequestInJsonata } from './check-reminder-request.ts';
import { HANDED_OVER, handOver } from './hand-over-task.ts';

/** Properties of {@link ReminderStateMachine}. */
export interface ReminderStateMachineProps {
  /** The state machine's physical name. */
  readonly stateMachineName: string;
  /** The state machine's description in the console. */
  readonly comment: string;
  /** The name of the parameter that holds the state machine's ARN. */
  readonly parameterName: string;
  /**
   * The task that sends the reminder, from `sendWithSns` or `sendWithLambda`. Its input is the result of the check: `{ message,
   * subject, dueAt, wakeAt }`, and `occurrence` for a repeated reminder.
   */
  readonly send: TaskStateBase;
  /** The queue for the requests of undelivered reminders. */
  readonly undeliveredQueue: IQueue;
  /** The schedule group for reminders that are due later than an execution can wait. */
  readonly schedules: ReminderSchedules;
  /** How long an execution can wait, and how long before the due time the second execution starts. */
  readonly hold: Hold;
}

/**
 * A state machine that checks the request for a reminder, waits until the reminder is due, and sends it. An execution that
 * sends its reminder passes through three states.
 *
 * If the reminder is due later than an execution can wait, the execution creates a schedule in EventBridge Scheduler. The
 * schedule starts a second execution at most a day before the due time. An execution with an invalid request fails at once
 * (`ReminderRejected`). If Scheduler does not accept the due time, the execution fails with `ReminderNotScheduled`. If a
 * reminder cannot be sent or scheduled after all retries, the execution sends the request to the queue and fails
 * (`ReminderUndelivered`).
 */
export class ReminderStateMachine extends Construct {
  /** The state machine. It is a Standard workflow, because executions wait for up to a year. */
  readonly stateMachine: IStateMachine;
  /** The parameter that holds the state machine's ARN. */
  readonly parameter: StringParameter;

  constructor(scope: Construct, id: string, props: ReminderStateMachineProps) {
    super(scope, id);

    const checked = checkReminderRequestInJsonata(props.hold);
    const { check, keepIfFailed } = waitStates(this, {
      check: checked,
      checked,
      passedOn: 'The request is valid. Passes on its message, its subject and its due time.',
      rejected: ERRORS.rejected,
      task: props.send,
      keptQueue: props.undeliveredQueue,
      keep: {
        id: 'Keep the undelivered request',
        comment: 'All retries have failed. Keeps the whole request, so that it can be sent later.',
        kept: 'The request is kept in the queue of undelivered reminders.',
      },
      fail: {
        id: 'Report it as undelivered',
        comment: 'Fails, so that a failure email is sent. The cause holds the error of the last try.',
        error: ERRORS.undelivered,
        cause: "'The reminder due at ' & $states.input.dueAt & ' was not delivered. ' & $states.input.problem",
      },
    });

    const skip = Succeed.jsonata(this, 'Skip this time', {
      comment: 'Nothing is due at this time of a repeated reminder. The output says why.',
    });

    const schedule = handOver(this, props.schedules, props.hold, KEPT_VALUES);

    const isScheduled = Succeed.jsonata(this, 'It waits there already', {
      comment: 'A schedule with this name exists, because an earlier try or an earlier execution has created it.',
    });

    const refuseDate = Fail.jsonata(this, 'Refuse the due time', {
      comment: 'EventBridge Scheduler does not accept the due time. The cause has its reason.',
      error: ERRORS.notScheduled,
      cause: '{% $states.input.problem %}',
    });

    check.when(Condition.jsonata(`{% $exists((${checked}).startAt) %}`), schedule, {
      comment: 'It is due later than executions wait.',
      outputs: `{% ${checked} %}`,
    });
    check.when(Condition.jsonata(`{% $exists((${checked}).skipped) %}`), skip, {
      comment:
        'Nothing is due now. The schedule of a repeated reminder starts more executions than there are occurrences.',
      outputs: `{% { 'skipped': (${checked}).skipped } %}`,
    });
    schedule.addCatch(isScheduled, { errors: ['Scheduler.ConflictException'], outputs: `{% ${HANDED_OVER} %}` });
    schedule.addCatch(refuseDate, {
      errors: ['Scheduler.ValidationException'],
      outputs: `{% ${readJsonata('reminders/schedule-refused.jsonata', KEPT_VALUES)} %}`,
    });
    keepIfFailed(schedule);

    const stateMachine = new StateMachine(this, 'StateMachine', {
      ...stateMachineSettings(this, props.stateMachineName),
      comment: props.comment,
      definitionBody: DefinitionBody.fromChainable(check),
      // the longest wait, plus an hour to send the reminder and to keep the request, including all retries
      timeout: Duration.seconds(REMINDER_LIMITS.secondsAhead + 3_600),
    });
    this.stateMachine = stateMachine;
    this.parameter = new StringParameter(this, 'Parameter', {
      parameterName: props.parameterName,
      description: `ARN of the state machine ${props.stateMachineName}`,
      stringValue: stateMachine.stateMachineArn,
    });
  }
}
