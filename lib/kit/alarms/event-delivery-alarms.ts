import type { Construct } from 'constructs';
import { THRESHOLDS } from './alarm-thresholds.ts';
import type { RuleMetrics } from './rule-metrics.ts';
import { type AlarmContext, addRunbookAlarm } from './runbook-alarm.ts';

/** Properties of {@link addHandOverAlarms}. */
export interface HandOverAlarmsProps {
  /** Names the alarms, such as `sns-untold`. */
  readonly name: string;
  /** What EventBridge counts of the rule. */
  readonly metrics: RuleMetrics;
  /** What it means that EventBridge could not hand on an event, a sentence. */
  readonly whenFailed: string;
  /** What it means that it could not keep the event either, a sentence. */
  readonly whenLost: string;
  /** The section of the runbook about it, as its anchor. */
  readonly section: string;
}

/** Adds two alarms on a rule of EventBridge: on events that it could not hand on to its target, and on those that are lost. */
export function addHandOverAlarms(scope: Construct, alarms: AlarmContext, props: HandOverAlarmsProps): void {
  const { name, metrics, section } = props;
  addRunbookAlarm(scope, 'Untold', alarms, {
    name,
    description: props.whenFailed,
    section,
    metric: metrics.failedInvocations,
    threshold: THRESHOLDS.eventsNotHandedOn,
  });
  addRunbookAlarm(scope, 'Lost', alarms, {
    name: `${name}-lost`,
    description: props.whenLost,
    section,
    metric: metrics.lost,
    threshold: THRESHOLDS.eventsNotHandedOn,
  });
}
