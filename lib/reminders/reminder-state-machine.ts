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
import { CUT } from '../kit/jsonata/cut.ts';
import { addRetries, SQS_RETRIES } from '../kit/state-machines/retry-policies.ts';
import { stateMachineSettings } from '../kit/state-machines/state-machine-settings.ts';
import { TEXT_LIMITS } from '../kit/state-machines/text-limits.ts';
import { CHECK_REQUEST } from './check-reminder-request.ts';

/** Properties of {@link ReminderStateMachine}. */
export interface ReminderStateMachineProps {
  /** Physical name of the state machine. */
  readonly stateMachineName: string;
  /** What the state machine does, for whoever opens it in the console. */
  readonly comment: string;
  /** Name of the parameter that tells the state machine's ARN. */
  readonly parameterName: string;
  /**
   * The task that sends the reminder. It gets `{ message, subject, dueAt }` as input; make it with `sendWithSns` or
   * `sendWithLambda`.
   */
  readonly send: TaskStateBase;
  /** Keeps the requests that could not be delivered. */
  readonly undeliveredQueue: IQueue;
}

/** JSONata, without `{% %}`: the request as it was given, or what it comes to where the whole would not fit. */
const REQUEST_TO_KEEP = `(
  $request := $states.context.Execution.Input;
  /* at 4 bytes a character this stays below the 256 KiB of a state's data, whatever the caller's own fields hold */
  $length($string($request)) <= ${TEXT_LIMITS.data} ? $request : {
    'message': $states.input.message, 'timestamp': $states.input.dueAt, 'subject': $states.input.subject
  }
)`;

/**
 * A state machine that checks a request, waits until it is due and sends it: three states for a reminder that arrives.
 *
 * A wrong request ends it at once (`ReminderRejected`). One that cannot be sent after all retries is kept in the queue, and
 * the execution fails (`ReminderUndelivered`). What sends is given from outside; all else stands here once.
 */
export class ReminderStateMachine extends Construct {
  /** A standard state machine: its executions wait for up to a year. */
  readonly stateMachine: IStateMachine;
  /** Holds the state machine's ARN. */
  readonly parameter: StringParameter;

  constructor(scope: Construct, id: string, props: ReminderStateMachineProps) {
    super(scope, id);

    const refuse = Fail.jsonata(this, 'Refuse the request', {
      comment: 'The request does not keep to the contract: the cause says in one sentence what to change.',
      error: ERRORS.rejected,
      cause: `{% (${CHECK_REQUEST}).problem %}`,
    });

    const report = Fail.jsonata(this, 'Report it as undelivered', {
      comment: 'Ends as failed, so that somebody is told; the cause holds the error of the last try.',
      error: ERRORS.undelivered,
      cause: `{% 'The reminder due at ' & $states.input.dueAt & ' was not delivered. ' & $states.input.problem %}`,
    });

    const keep = SqsSendMessage.jsonata(this, 'Keep the undelivered request', {
      comment: 'Every try has failed: keep the whole request, so that it can be sent later.',
      queue: props.undeliveredQueue,
      messageBody: TaskInput.fromText('{% $string($states.input) %}'),
      outputs: `{% { 'dueAt': $states.input.dueAt, 'problem': $states.input.problem & ' The request is kept in the queue of undelivered reminders.' } %}`,
      taskTimeout: Timeout.duration(Duration.seconds(30)),
    });
    addRetries(keep, SQS_RETRIES);
    keep.addCatch(report, {
      errors: [Errors.ALL],
      outputs: `{% { 'dueAt': $states.input.dueAt, 'problem': $states.input.problem & ' Keeping the request failed too: ' & ${underlyingError()} } %}`,
    });
    keep.next(report);

    props.send.addCatch(keep, {
      errors: [Errors.ALL],
      outputs: `{% {
  'request': ${REQUEST_TO_KEEP},
  'dueAt': $states.input.dueAt,
  'execution': $states.context.Execution.Id,
  'stateMachine': $states.context.StateMachine.Id,
  'problem': ${underlyingError()}
} %}`,
    });

    const wait = Wait.jsonata(this, 'Wait until due', {
      comment:
        'Nothing runs meanwhile and waiting costs nothing, up to a year. A due time that has passed ends it at once.',
      time: WaitTime.timestamp('{% $states.input.wakeAt %}'),
    });
    wait.next(props.send);

    const check = Choice.jsonata(this, 'Check the request', {
      comment: 'The first step checks what it was given, so that a mistake shows now and not on the day.',
    });
    check.when(Condition.jsonata(`{% $exists((${CHECK_REQUEST}).dueAt) %}`), wait, {
      comment: 'A right request: go on with its message, its subject and the moment at which it is due.',
      outputs: `{% ${CHECK_REQUEST} %}`,
    });
    check.otherwise(refuse);

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

/**
 * JSONata, without `{% %}`, for a Catch: `Name: cause`, shortened. Of what Lambda says about an error, JSON with a stack trace, only
 * the message.
 */
function underlyingError(): string {
  return `(
    ${CUT}
    $cause := $string($states.errorOutput.Cause);
    $ofLambda := $match($cause, /"errorMessage": ?"(.*?)"(, ?"(errorType|trace|stackTrace)"|.$)/, 1);
    $states.errorOutput.Error & ': ' & $cut($exists($ofLambda) ? $ofLambda.groups[0] : $cause, ${TEXT_LIMITS.cause})
  )`;
}
