import { Duration } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import {
  Choice,
  Condition,
  DefinitionBody,
  Errors,
  Fail,
  type IStateMachine,
  StateMachine,
  TaskInput,
  type TaskStateBase,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { ERRORS } from '../../core/naming/error-names.ts';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { ESCAPED_ILL_FORMED, ESCAPED_PAIR } from '../../core/text/ill-formed.ts';
import { JsonataFunction, readJsonata } from '../kit/jsonata/read-jsonata.ts';
import { addRetries, SQS_RETRIES } from '../kit/state-machines/retry-policies.ts';
import { stateMachineSettings } from '../kit/state-machines/state-machine-settings.ts';
import { TEXT_LIMITS } from '../kit/state-machines/text-limits.ts';
import { CHECK_REMINDER_REQUEST } from './check-reminder-request.ts';

/** Properties of {@link ReminderStateMachine}. */
export interface ReminderStateMachineProps {
  /** Physical name of the state machine. */
  readonly stateMachineName: string;
  /** What the state machine does, for people who open it in the console. */
  readonly comment: string;
  /** Name of the parameter that holds the state machine's ARN. */
  readonly parameterName: string;
  /** The task that sends the reminder, from `sendWithSns` or `sendWithLambda`. Its input is `{ message, subject, dueAt }`. */
  readonly send: TaskStateBase;
  /** Keeps the requests of undelivered reminders. */
  readonly undeliveredQueue: IQueue;
}

const TEXT_VALUES = {
  textLimits: TEXT_LIMITS,
  errorText: new JsonataFunction('reminders/error-text.jsonata'),
  escapedPair: ESCAPED_PAIR,
  escapedIllFormed: ESCAPED_ILL_FORMED,
};

/**
 * A state machine that checks a request, waits until it is due and sends it: three states for a reminder that arrives.
 *
 * It refuses an invalid request at once (`ReminderRejected`). If a reminder cannot be sent after all retries, it keeps the
 * request in the queue and fails (`ReminderUndelivered`).
 */
export class ReminderStateMachine extends Construct {
  /** A standard state machine: its executions wait for up to a year. */
  readonly stateMachine: IStateMachine;
  /** Holds the state machine's ARN. */
  readonly parameter: StringParameter;

  constructor(scope: Construct, id: string, props: ReminderStateMachineProps) {
    super(scope, id);

    const check = Choice.jsonata(this, 'Check the request', {
      comment: 'Checks the request first, so that a mistake shows now and not on the day.',
    });

    const refuse = Fail.jsonata(this, 'Refuse the request', {
      comment: 'The request is not valid: the cause says in one sentence what to change.',
      error: ERRORS.rejected,
      cause: `{% (${CHECK_REMINDER_REQUEST}).problem %}`,
    });

    const wait = Wait.jsonata(this, 'Wait until due', {
      comment:
        'Waits for up to a year. Nothing runs and waiting costs nothing. A due time in the past ends it at once.',
      time: WaitTime.timestamp('{% $states.input.wakeAt %}'),
    });

    const { send } = props;

    const keep = SqsSendMessage.jsonata(this, 'Keep the undelivered request', {
      comment: 'All retries have failed: keeps the whole request, so that it can be sent later.',
      queue: props.undeliveredQueue,
      messageBody: TaskInput.fromText('{% $string($states.input) %}'),
      outputs: `{% { 'dueAt': $states.input.dueAt, 'problem': $states.input.problem & ' The request is kept in the queue of undelivered reminders.' } %}`,
      taskTimeout: Timeout.duration(Duration.seconds(30)),
    });
    addRetries(keep, SQS_RETRIES);

    const fail = Fail.jsonata(this, 'Report it as undelivered', {
      comment: 'Fails, so that a failure email is sent. The cause holds the error of the last try.',
      error: ERRORS.undelivered,
      cause: `{% 'The reminder due at ' & $states.input.dueAt & ' was not delivered. ' & $states.input.problem %}`,
    });

    check.when(Condition.jsonata(`{% $exists((${CHECK_REMINDER_REQUEST}).dueAt) %}`), wait, {
      comment: 'The request is valid: passes on its message, its subject and its due time.',
      outputs: `{% ${CHECK_REMINDER_REQUEST} %}`,
    });
    check.otherwise(refuse);
    wait.next(send);
    send.addCatch(keep, {
      errors: [Errors.ALL],
      outputs: `{% ${readJsonata('reminders/undelivered-reminder.jsonata', TEXT_VALUES)} %}`,
    });
    keep.next(fail);
    keep.addCatch(fail, {
      errors: [Errors.ALL],
      outputs: `{% ${readJsonata('reminders/request-not-kept.jsonata', TEXT_VALUES)} %}`,
    });

    const stateMachine = new StateMachine(this, 'StateMachine', {
      ...stateMachineSettings(this, props.stateMachineName),
      comment: props.comment,
      definitionBody: DefinitionBody.fromChainable(check),
      // the longest wait, and an hour for all retries of both tasks
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
