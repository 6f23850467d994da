import { Construct } from 'constructs';
import { THRESHOLDS } from '../kit/alarms/alarm-thresholds.ts';
import { ExpressStateMachineAlarms } from '../kit/alarms/express-state-machine-alarms.ts';
import { addKeptMessagesAlarm } from '../kit/alarms/kept-messages-alarm.ts';
import { type AlarmContext, addRunbookAlarm } from '../kit/alarms/runbook-alarm.ts';
import type { FailureEmails } from './failure-emails.ts';

/** Properties of {@link FailureEmailAlarms}. */
export interface FailureEmailAlarmsProps {
  /** Where the alarms report to. */
  readonly alarms: AlarmContext;
  /** Writes and sends the failure emails. */
  readonly failureEmails: FailureEmails;
}

/** Alarms on failure emails that do not reach the operations topic. */
export class FailureEmailAlarms extends Construct {
  constructor(scope: Construct, id: string, { alarms, failureEmails }: FailureEmailAlarmsProps) {
    super(scope, id);
    addKeptMessagesAlarm(this, 'NotSent', alarms, {
      name: 'failure-emails-not-sent',
      description: 'Failure emails could not be sent after all tries, and are in a dead-letter queue.',
      section: 'failures-that-were-not-reported',
      queue: failureEmails.throttledQueue.deadLetterQueue,
      threshold: THRESHOLDS.unsentFailureEmails,
    });
    addRunbookAlarm(this, 'Late', alarms, {
      name: 'failure-emails-late',
      description: `Failure emails have waited for more than ${THRESHOLDS.emailAge.toMinutes()} minutes: very many executions failed, or nothing sends the emails.`,
      section: 'failures-that-were-not-reported',
      metric: failureEmails.throttledQueue.queue.metricApproximateAgeOfOldestMessage({ period: THRESHOLDS.period }),
      threshold: THRESHOLDS.emailAge.toSeconds(),
    });
    for (const [key, stateMachine, whenFailed] of [
      ['failure-email', failureEmails.stateMachine, 'The email about a failed execution could not be written.'],
      [
        'operations-send',
        failureEmails.throttledQueue.stateMachine,
        'An attempt to send a failure email failed or timed out; it is repeated every five minutes.',
      ],
    ] as const) {
      new ExpressStateMachineAlarms(this, key, {
        alarms,
        key,
        stateMachine,
        whenFailed,
        whenThrottled: 'Failure emails are late',
        section: 'failures-that-were-not-reported',
      });
    }
  }
}
