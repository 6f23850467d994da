import { Duration } from 'aws-cdk-lib';
import {
  Choice,
  Condition,
  Errors,
  Map as MapState,
  Pass,
  ProvideItems,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { physicalNames, VIAS } from '../../../core/naming/physical-names.ts';
import { REMINDER_LIMITS } from '../../../core/reminder/reminder-limits.ts';
import { readJsonata, withPreamble } from '../../kit/jsonata/read-jsonata.ts';
import { addRetries, STEP_FUNCTIONS_RETRIES } from '../../kit/state-machines/retry-policies.ts';
import { executionsArn, stateMachineArn } from '../../kit/state-machines/state-machine-arns.ts';

/**
 * The maximum number of reminders in a batch, and therefore of executions started in a second. The Step Functions quota is at
 * least 150 starts a second in every region.
 */
export const BATCH = 100;

/**
 * The maximum number of concurrent starts in a batch. An inline Map runs at most 40 concurrent iterations (AWS Step Functions
 * quotas).
 */
const CONCURRENCY = 40;

/** The time limit of one call. Even if every call times out, a batch ends within the 5 minutes of an Express execution. */
const CALL_TIMEOUT = Timeout.duration(Duration.seconds(5));

/** The JSONata expression for the ARN of the state machine in a row's field `via`. */
const MACHINE = '$lookup($machines, $states.input.via)';

/**
 * Builds the states that start a batch of reminders. Each batch is an Express execution, which ends a second after it has
 * started the last reminder. The execution's input is `{ Items }` with a list of `ReminderToStart`, and its output is a
 * `BatchResult`. If a reminder cannot be started, the execution refuses the reminder's row and starts the other reminders.
 */
export function startBatch(scope: Construct, service: string): MapState {
  const { stateMachines } = physicalNames(service);
  const machines = Object.fromEntries(VIAS.map((via) => [via, stateMachineArn(scope, stateMachines[via])]));

  const startEach = MapState.jsonata(scope, 'Start each reminder', {
    comment: 'Starts the reminders of the batch, and counts the results.',
    items: ProvideItems.jsonata('{% $states.input.Items %}'),
    maxConcurrency: CONCURRENCY,
    outputs: `{% ${readJsonata('intake/files/batch-result.jsonata')} %}`,
  });

  const wait = Wait.jsonata(scope, 'Wait for a second', {
    comment: 'The next batch begins when this one has ended, so no second has starts of two batches.',
    time: WaitTime.duration(Duration.seconds(1)),
  });

  const isMissed = Choice.jsonata(scope, 'Had its time passed?', {
    comment: 'A reminder that was due before the file was read is not started, but may have been started before.',
  });

  const start = CallAwsService.jsonata(scope, 'Start the reminder', {
    comment: 'Starts the execution. The name is made from the reminder, so the same reminder starts once.',
    service: 'sfn',
    action: 'startExecution',
    parameters: {
      StateMachineArn: `{% ${withPreamble(MACHINE, { machines })} %}`,
      Name: '{% $states.input.name %}',
      Input: `{% ${readJsonata('intake/files/start-input.jsonata', { limits: REMINDER_LIMITS })} %}`,
    },
    iamAction: 'states:StartExecution',
    iamResources: Object.values(machines),
    outputs: { line: '{% $states.input.line %}', status: 'started' },
    taskTimeout: CALL_TIMEOUT,
  });
  addRetries(start, STEP_FUNCTIONS_RETRIES);

  const look = CallAwsService.jsonata(scope, 'Look for the reminder', {
    comment: 'Finds out whether an earlier import has started it.',
    service: 'sfn',
    action: 'describeExecution',
    parameters: {
      ExecutionArn: `{% ${withPreamble(`$replace(${MACHINE}, ':stateMachine:', ':execution:') & ':' & $states.input.name`, { machines })} %}`,
    },
    iamAction: 'states:DescribeExecution',
    iamResources: VIAS.map((via) => executionsArn(scope, stateMachines[via])),
    outputs: { line: '{% $states.input.line %}', status: 'existing' },
    taskTimeout: CALL_TIMEOUT,
  });
  addRetries(look, STEP_FUNCTIONS_RETRIES);

  const exists = Pass.jsonata(scope, 'It was started before', {
    comment: 'The same reminder was started by another file, by the command line or by the API.',
    outputs: { line: '{% $states.input.line %}', status: 'existing' },
  });

  const refuse = Pass.jsonata(scope, 'Refuse the row', {
    comment: 'The report gives the reason.',
    outputs: { line: '{% $states.input.line %}', status: 'refused', problem: '{% $states.input.problem %}' },
  });

  startEach.itemProcessor(isMissed);
  startEach.next(wait);
  isMissed.when(Condition.jsonata('{% $exists($states.input.missed) %}'), look, { comment: 'Its time had passed.' });
  isMissed.otherwise(start);
  start.addCatch(exists, { errors: ['Sfn.ExecutionAlreadyExistsException'], outputs: '{% $states.input %}' });
  start.addCatch(refuse, {
    errors: [Errors.ALL],
    outputs: `{% $merge([$states.input, { 'problem': 'It could not be started: ' & $states.errorOutput.Error & '. Put the file into the inbox again: nothing is started twice.' }]) %}`,
  });
  look.addCatch(refuse, {
    errors: [Errors.ALL],
    outputs: `{% $merge([$states.input, { 'problem': $states.input.missed }]) %}`,
  });
  return startEach;
}
