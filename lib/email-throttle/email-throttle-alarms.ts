import { Construct } from 'constructs';
import { THRESHOLDS } from '../kit/alarms/alarm-thresholds.ts';
import { ExpressStateMachineAlarms } from '../kit/alarms/express-state-machine-alarms.ts';
import { addKeptMessagesAlarm } from '../kit/alarms/kept-messages-alarm.ts';
import { type AlarmContext, addRunbookAlarm } from '../kit/alarms/runbook-alarm.ts';
import type { EmailThrottle } from './email-throttle.ts';

/** Properties of {@link EmailThrottleAlarms}. */
export interface EmailThrottleAlarmsProps {
  /** Where the alarms report to. */
  readonly alarms: AlarmContext;
  /** The email throttle to monitor. */
  readonly throttle: EmailThrottle;
}

/** Alarms on emails that wait too long or are in a dead-letter queue. */
export class EmailThrottleAlarms extends Construct {
  constructor(scope: Construct, id: string, { alarms, throttle }: EmailThrottleAlarmsProps) {
    super(scope, id);
    const { period } = THRESHOLDS;

    addRunbookAlarm(this, 'Waiting', alarms, {
      name: 'emails-waiting',
      description: 'Reminders wait to enter the throttled queue of emails: something is broken there.',
      section: 'emails-that-were-not-sent',
      metric: throttle.arrivals.metricApproximateAgeOfOldestMessage({ period }),
      threshold: THRESHOLDS.emailNotEnqueuedAge.toSeconds(),
    });
    addRunbookAlarm(this, 'Late', alarms, {
      name: 'emails-late',
      description: `Emails have waited in the throttled queue for more than ${THRESHOLDS.emailAge.toMinutes()} minutes.`,
      section: 'emails-that-are-late',
      metric: throttle.throttledQueue.queue.metricApproximateAgeOfOldestMessage({ period }),
      threshold: THRESHOLDS.emailAge.toSeconds(),
    });
    for (const [name, queue, what] of [
      ['emails-not-enqueued', throttle.arrivalsDeadLetterQueue, 'put into the throttled queue'],
      ['emails-not-sent', throttle.throttledQueue.deadLetterQueue, 'sent'],
    ] as const) {
      addKeptMessagesAlarm(this, name, alarms, {
        name,
        description: `Emails could not be ${what} after all tries, and are in a dead-letter queue.`,
        section: 'emails-that-were-not-sent',
        queue,
        threshold: THRESHOLDS.unsentEmails,
      });
    }
    for (const [key, stateMachine, what] of [
      ['email-enqueue', throttle.enqueueStateMachine, 'put an email into the throttled queue'],
      ['email-send', throttle.throttledQueue.stateMachine, 'send an email'],
    ] as const) {
      new ExpressStateMachineAlarms(this, key, {
        alarms,
        key,
        stateMachine,
        whenFailed: `An attempt to ${what} failed or timed out; it is repeated every five minutes.`,
        whenThrottled: 'Emails are late',
        section: 'emails-that-were-not-sent',
      });
    }
  }
}
