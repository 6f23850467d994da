import { Duration } from 'aws-cdk-lib';
import {
  Errors,
  Fail,
  IntegrationPattern,
  type IStateMachine,
  StateMachine,
  Succeed,
  TaskInput,
  type TaskStateBase,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { ERRORS } from '../../../core/naming/error-names.ts';
import { physicalNames } from '../../../core/naming/physical-names.ts';
import { JsonataFunction, withPreamble } from '../../kit/jsonata/read-jsonata.ts';
import { addRetries, EXISTS, READ_RETRIES, START_RETRIES } from '../../kit/state-machines/retry-policies.ts';
import { stateMachineArn } from '../../kit/state-machines/state-machine-arns.ts';
import { TEXT_LIMITS } from '../../kit/state-machines/text-limits.ts';

/** Returns the reminder state machine `sns`. It can be in another stack, so its ARN is derived from its name. */
export function reminderMachine(scope: Construct, service: string): IStateMachine {
  const arn = stateMachineArn(scope, physicalNames(service).stateMachines.sns);
  return StateMachine.fromStateMachineArn(scope, 'ReminderMachine', arn);
}

/** The JSONata expression that describes a task's error, for the cause of the execution's failure. */
const ERROR_TEXT = withPreamble('$errorText($states.errorOutput)', {
  errorText: new JsonataFunction('kit/jsonata/error-text.jsonata'),
  textLimits: TEXT_LIMITS,
});

/** Properties of {@link startReminderAfter}. Each string is either JSONata in `{% %}` or literal text. */
export interface StartReminderProps {
  /** The task that checks the alarm or object again. If it fails, the execution fails. */
  readonly look: TaskStateBase;
  /** The state machine that sends the reminder, from {@link reminderMachine}. */
  readonly machine: IStateMachine;
  /** The name of the reminder's execution. It must be the same if EventBridge delivers the same event twice. */
  readonly name: string;
  readonly message: string;
  readonly subject: string;
}

/**
 * Builds the task that starts a reminder, which is due at once. If an earlier delivery of the same event started the reminder,
 * the execution succeeds. If this task or `look` fails after all retries, the execution fails, and operators get an email.
 */
export function startReminderAfter(scope: Construct, props: StartReminderProps): TaskStateBase {
  const { look, machine, name, message, subject } = props;

  const start = StepFunctionsStartExecution.jsonata(scope, 'Start the reminder', {
    comment: 'Its name comes from the event, so an event that is delivered twice reminds once.',
    stateMachine: machine,
    name,
    input: TaskInput.fromObject({ message, subject, seconds: 0 }),
    integrationPattern: IntegrationPattern.REQUEST_RESPONSE,
    associateWithParent: false,
    outputs: { reminder: '{% $states.result.ExecutionArn %}' },
    taskTimeout: Timeout.duration(Duration.seconds(30)),
  });

  const startedBefore = Succeed.jsonata(scope, 'Started before', {
    comment: 'An earlier delivery of the same event has started the reminder.',
  });

  const fail = Fail.jsonata(scope, 'Report that nothing was started', {
    comment: 'Fails, so that a failure email is sent. The cause holds the error of the last try.',
    error: ERRORS.notStarted,
    cause: '{% $states.input.problem %}',
  });

  addRetries(look, READ_RETRIES);
  addRetries(start, START_RETRIES);
  start.addCatch(startedBefore, { errors: [EXISTS] });
  for (const task of [look, start]) {
    task.addCatch(fail, { errors: [Errors.ALL], outputs: `{% { 'problem': ${ERROR_TEXT} } %}` });
  }
  return start;
}
