import { ArnFormat, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import {
  Choice,
  Condition,
  DefinitionBody,
  StateMachine,
  Succeed,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { physicalNames } from '../../../core/naming/physical-names.ts';
import { acknowledgeLoggingAndTracing, wildcard } from '../../kit/access/acknowledged-wildcards.ts';
import { deadLetterQueueOf, ruleArn, startingTarget } from '../../kit/rules/event-rules.ts';
import { stateMachineSettings } from '../../kit/state-machines/state-machine-settings.ts';
import { reminderMachine, startReminderAfter } from './start-reminder-after.ts';

/** Properties of {@link RingingAlarms}. */
export interface RingingAlarmsProps {
  /** The service's name. */
  readonly service: string;
  /** The name prefix of the alarms. */
  readonly prefix: string;
  /** The dead-letter queue for events that EventBridge cannot deliver. */
  readonly unhandledQueue: IQueue;
}

/** The time between an alarm's change to ALARM and the reminder. */
const WAIT = Duration.hours(1);

/**
 * The maximum accepted difference between the clocks of CloudWatch and Step Functions. It is shorter than the shortest alarm
 * period, which is 10 s.
 */
const CLOCKS = Duration.seconds(5);

/** The JSONata expression for the alarm in the result of DescribeAlarms, without a value if the alarm was deleted. */
const FOUND = '$append($states.result.MetricAlarms, $states.result.CompositeAlarms)[0]';

/**
 * The state machine that sends a reminder if a CloudWatch alarm is still in ALARM an hour after it went off. CloudWatch's event
 * starts an execution, which waits and then reads the alarm's state. If the alarm was in another state in the meantime, even
 * for a moment, the execution sends no reminder. If the alarm goes off again, its next event starts another execution.
 */
export class RingingAlarms extends Construct {
  constructor(scope: Construct, id: string, { service, prefix, unhandledQueue }: RingingAlarmsProps) {
    super(scope, id);
    const { rule, stateMachines } = physicalNames(service);

    const wait = Wait.jsonata(this, 'Wait an hour', {
      comment: 'Nothing runs and waiting costs nothing.',
      time: WaitTime.duration(WAIT),
    });

    const alarms = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: `${prefix}*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const look = CallAwsService.jsonata(this, 'Look at the alarm again', {
      comment: 'The event has the state of an hour ago. Only CloudWatch knows the current state.',
      service: 'cloudwatch',
      action: 'describeAlarms',
      parameters: {
        AlarmNames: ['{% $states.input.detail.alarmName %}'],
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      },
      iamResources: [alarms],
      outputs: `{% { 'event': $states.input, 'alarm': ${FOUND} } %}`,
      taskTimeout: Timeout.duration(Duration.seconds(30)),
    });

    const decide = Choice.jsonata(this, 'Is it still in ALARM?', {
      comment: 'It has been in ALARM since before this execution started.',
    });

    const remind = startReminderAfter(this, {
      look,
      machine: reminderMachine(this, service),
      name: "{% 'ringing-' & $states.input.event.id %}",
      message:
        "{% 'The alarm ' & $states.input.event.detail.alarmName & ' is still in ALARM after an hour. It went off because: ' & $states.input.event.detail.state.reason %}",
      subject: 'An alarm is still ringing',
    });

    const end = Succeed.jsonata(this, 'It is no longer in ALARM', {
      comment: 'The alarm has gone back to OK, or was deleted. Nobody needs a reminder.',
    });

    wait.next(look);
    look.next(decide);
    decide.when(
      Condition.jsonata(
        `{% $states.input.alarm.StateValue = 'ALARM' and $toMillis($states.input.alarm.StateTransitionedTimestamp) <= $toMillis($states.context.Execution.StartTime) + ${CLOCKS.toMilliseconds()} %}`,
      ),
      remind,
      { comment: 'It has been in ALARM all the time.' },
    );
    decide.otherwise(end);

    const stateMachine = new StateMachine(this, 'StateMachine', {
      ...stateMachineSettings(this, stateMachines.ringingAlarm),
      comment: 'Waits an hour after an alarm went off, then reminds of the alarm if it is still in ALARM.',
      definitionBody: DefinitionBody.fromChainable(wait),
      // the wait, plus an hour for all retries of `look` and `remind`
      timeout: WAIT.plus(Duration.hours(1)),
    });
    acknowledgeLoggingAndTracing(stateMachine);
    Validations.of(stateMachine).acknowledge(
      wildcard(this, alarms, 'The alarms whose names begin with the setting. They are not known at deployment.'),
    );

    new Rule(this, 'Rule', {
      ruleName: rule('ringing-alarms'),
      description: `Starts ${stateMachines.ringingAlarm} for each alarm "${prefix}…" that goes off`,
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm State Change'],
        detail: { alarmName: Match.prefix(prefix), state: { value: ['ALARM'] } },
      },
      targets: [
        startingTarget(this, {
          stateMachine,
          ruleArn: ruleArn(this, rule('ringing-alarms')),
          deadLetterQueue: deadLetterQueueOf(this, unhandledQueue),
        }),
      ],
    });
  }
}
