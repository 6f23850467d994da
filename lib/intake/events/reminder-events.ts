import { EventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EVENT_TYPES, physicalNames } from '../../../core/naming/physical-names.ts';
import { DELIVERY, deadLetterQueueOf, ruleArn, startingTarget } from '../../kit/rules/event-rules.ts';
import { reminderMachine } from './start-reminder-after.ts';

/** Properties of {@link ReminderEvents}. */
export interface ReminderEventsProps {
  /** The service's name. */
  readonly service: string;
  /** The function that reports refused requests to operators. */
  readonly reportFailure: IFunction;
  /** The dead-letter queue for events that EventBridge cannot deliver. */
  readonly unhandledQueue: IQueue;
}

/**
 * The event bus. The event `Reminder Requested` starts a reminder, and the event's detail is the execution's input. The
 * response to PutEvents does not contain the execution's result. The rule therefore has a second target, the function that
 * reports refused requests to operators.
 *
 * `lambda/kit/service-events.ts` sends the events `Reminder Sent` and `Reminder Failed` to the bus.
 */
export class ReminderEvents extends Construct {
  /** The ARN of the bus. */
  readonly busArn: string;

  constructor(scope: Construct, id: string, { service, reportFailure, unhandledQueue }: ReminderEventsProps) {
    super(scope, id);
    const { eventBus, rule } = physicalNames(service);
    const bus = new EventBus(this, 'Bus', {
      eventBusName: eventBus,
      description: `Requests for reminders of ${service}, and what became of its reminders`,
    });
    const deadLetterQueue = deadLetterQueueOf(this, unhandledQueue);
    new Rule(this, 'Rule', {
      ruleName: rule('requests'),
      description: `Starts a reminder for each event "${EVENT_TYPES.requested}"`,
      eventBus: bus,
      eventPattern: { detailType: [EVENT_TYPES.requested] },
      targets: [
        startingTarget(this, {
          stateMachine: reminderMachine(this, service),
          ruleArn: ruleArn(this, rule('requests'), eventBus),
          deadLetterQueue,
          // pass the detail itself, because EventBridge does not escape the values that it inserts into an input template
          input: RuleTargetInput.fromEventPath('$.detail'),
        }),
        new LambdaFunction(reportFailure, { ...DELIVERY, deadLetterQueue }),
      ],
    });
    this.busArn = bus.eventBusArn;
  }
}
