import { Construct } from 'constructs';
import { THRESHOLDS } from '../kit/alarms/alarm-thresholds.ts';
import { ExpressStateMachineAlarms } from '../kit/alarms/express-state-machine-alarms.ts';
import { addKeptMessagesAlarm } from '../kit/alarms/kept-messages-alarm.ts';
import { type AlarmContext, addRunbookAlarm } from '../kit/alarms/runbook-alarm.ts';
import type { FailureNotices } from './failure-emails.ts';

/** Properties of {@link NoticeAlarms}. */
export interface NoticeAlarmsProps {
  /** Who is told. */
  readonly alarms: AlarmContext;
  /** What makes and sends the notices. */
  readonly notices: FailureNotices;
}

/** Alarms on notices of failures that do not reach the operations topic. Alarms themselves go there without a detour. */
export class NoticeAlarms extends Construct {
  constructor(scope: Construct, id: string, { alarms, notices }: NoticeAlarmsProps) {
    super(scope, id);
    addKeptMessagesAlarm(this, 'NotSent', alarms, {
      name: 'notices-not-sent',
      description: 'Notices of failed executions could not be sent after all tries, and are kept in a queue.',
      section: 'failures-that-were-not-reported',
      queue: notices.lines.notSent,
      threshold: THRESHOLDS.unreportedFailures,
    });
    addRunbookAlarm(this, 'Late', alarms, {
      name: 'notices-late',
      description: `Notices of failed executions wait for more than ${THRESHOLDS.emailAge.toMinutes()} minutes: very many have failed, or nothing sends them.`,
      section: 'failures-that-were-not-reported',
      metric: notices.lines.queue.metricApproximateAgeOfOldestMessage({ period: THRESHOLDS.period }),
      threshold: THRESHOLDS.emailAge.toSeconds(),
    });
    for (const [key, stateMachine, whenFailed] of [
      ['failure-notice', notices.stateMachine, 'Of a failed execution no notice could be made.'],
      [
        'operations-send',
        notices.lines.stateMachine,
        'A try to send the notice of a failed execution has failed or timed out; it is tried again every five minutes.',
      ],
    ] as const) {
      new ExpressStateMachineAlarms(this, key, {
        alarms,
        key,
        stateMachine,
        whenFailed,
        whenThrottled: 'Notices of failed executions are late',
        section: 'failures-that-were-not-reported',
      });
    }
  }
}
