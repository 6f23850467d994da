import type { Construct } from 'constructs';
import { THRESHOLDS } from './alarm-thresholds.ts';
import type { RuleMetrics } from './rule-metrics.ts';
import { type AlarmContext, addRunbookAlarm } from './runbook-alarm.ts';

/** Properties of {@link addEventDeliveryAlarms}. */
export interface EventDeliveryAlarmsProps {
  /** The rule's name without that of the service, such as `sns-failures`; the alarms' names begin with it. */
  readonly rule: string;
  /** The rule's metrics. */
  readonly metrics: RuleMetrics;
  /** What it means that EventBridge put an event into the dead-letter queue: a sentence. */
  readonly whenUndelivered: string;
  /** What it means that EventBridge lost an event: a sentence. */
  readonly whenLost: string;
  /** Anchor of the section in the runbook. */
  readonly section: string;
}

/** Adds two alarms on a rule of EventBridge: on events that it could not deliver, and on events that it lost. */
export function addEventDeliveryAlarms(scope: Construct, alarms: AlarmContext, props: EventDeliveryAlarmsProps): void {
  const { rule, metrics, section } = props;
  addRunbookAlarm(scope, 'Undelivered', alarms, {
    name: `${rule}-undelivered-events`,
    description: props.whenUndelivered,
    section,
    metric: metrics.failedInvocations,
    threshold: THRESHOLDS.undeliveredEvents,
  });
  addRunbookAlarm(scope, 'Lost', alarms, {
    name: `${rule}-lost-events`,
    description: props.whenLost,
    section,
    metric: metrics.lost,
    threshold: THRESHOLDS.undeliveredEvents,
  });
}
