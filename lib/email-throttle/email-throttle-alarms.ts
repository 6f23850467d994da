import { Construct } from 'constructs';
import { THRESHOLDS } from '../kit/alarms/alarm-thresholds.ts';
import { ExpressStateMachineAlarms } from '../kit/alarms/express-state-machine-alarms.ts';
import { addKeptMessagesAlarm } from '../kit/alarms/kept-messages-alarm.ts';
import { type AlarmContext, addRunbookAlarm } from '../kit/alarms/runbook-alarm.ts';
import type { EmailRelay } from './email-throttle.ts';

/** Properties of {@link EmailAlarms}. */
export interface EmailAlarmsProps {
  /** Who is told. */
  readonly alarms: AlarmContext;
  /** What sends the emails. */
  readonly relay: EmailRelay;
}

/** Alarms on emails that wait too long on their way, or were put aside. */
export class EmailAlarms extends Construct {
  constructor(scope: Construct, id: string, { alarms, relay }: EmailAlarmsProps) {
    super(scope, id);
    const { period } = THRESHOLDS;

    addRunbookAlarm(this, 'Waiting', alarms, {
      name: 'emails-waiting',
      description: 'Reminders wait for a place in line for their emails: something is broken there.',
      section: 'emails-that-were-not-sent',
      metric: relay.arrivals.metricApproximateAgeOfOldestMessage({ period }),
      threshold: THRESHOLDS.emailNotLinedUpAge.toSeconds(),
    });
    addRunbookAlarm(this, 'Late', alarms, {
      name: 'emails-late',
      description: `Emails wait for their turn for more than ${THRESHOLDS.emailAge.toMinutes()} minutes.`,
      section: 'emails-that-are-late',
      metric: relay.lines.queue.metricApproximateAgeOfOldestMessage({ period }),
      threshold: THRESHOLDS.emailAge.toSeconds(),
    });
    for (const [name, queue, what] of [
      ['emails-not-lined-up', relay.notLinedUp, 'put in line'],
      ['emails-not-sent', relay.lines.notSent, 'sent'],
    ] as const) {
      addKeptMessagesAlarm(this, name, alarms, {
        name,
        description: `Emails could not be ${what} after all tries, and are kept in a queue.`,
        section: 'emails-that-were-not-sent',
        queue,
        threshold: THRESHOLDS.unsentEmails,
      });
    }
    for (const [key, stateMachine, what] of [
      ['email-line-up', relay.lineUp, 'put an email in line'],
      ['email-send', relay.lines.stateMachine, 'send an email'],
    ] as const) {
      new ExpressStateMachineAlarms(this, key, {
        alarms,
        key,
        stateMachine,
        whenFailed: `A try to ${what} has failed or timed out; it is tried again every five minutes.`,
        whenThrottled: 'Emails are late',
        section: 'emails-that-were-not-sent',
      });
    }
  }
}
