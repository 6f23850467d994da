import type { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { THRESHOLDS } from './alarm-thresholds.ts';
import { type AlarmContext, addRunbookAlarm } from './runbook-alarm.ts';

/** Properties of {@link FunctionAlarms}. */
export interface FunctionAlarmsProps {
  /** Where the alarms report to. */
  readonly alarms: AlarmContext;
  /** Names the function in alarms. */
  readonly key: string;
  /** The function; its metrics count all its versions. */
  readonly function: IFunction;
  /** The function's time limit. */
  readonly timeout: Duration;
}

/** Alarms on a function: errors, throttles, duration and concurrency. */
export class FunctionAlarms extends Construct {
  constructor(scope: Construct, id: string, props: FunctionAlarmsProps) {
    super(scope, id);
    const { alarms, key, timeout } = props;
    const { period } = THRESHOLDS;

    addRunbookAlarm(this, 'Errors', alarms, {
      name: `${key}-errors`,
      description: 'The function failed to send a reminder; Step Functions retries.',
      section: 'function-errors',
      metric: props.function.metricErrors({ period }),
      threshold: THRESHOLDS.functionErrors,
    });
    addRunbookAlarm(this, 'Throttles', alarms, {
      name: `${key}-throttles`,
      description: 'Lambda has throttled the function for a quarter of an hour: reminders are late.',
      section: 'function-throttles',
      metric: props.function.metricThrottles({ period }),
      threshold: THRESHOLDS.functionThrottles.count,
      periods: THRESHOLDS.functionThrottles.periods,
    });
    addRunbookAlarm(this, 'Duration', alarms, {
      name: `${key}-duration`,
      description: `The function ran for more than ${THRESHOLDS.functionDurationPercent} % of its time limit.`,
      section: 'function-duration',
      metric: props.function.metricDuration({ period, statistic: 'Maximum' }),
      threshold: (timeout.toMilliseconds() * THRESHOLDS.functionDurationPercent) / 100,
    });
    addRunbookAlarm(this, 'Concurrency', alarms, {
      name: `${key}-concurrency`,
      description: 'So many instances of the function run at the same time that Lambda may soon throttle it.',
      section: 'function-concurrency',
      metric: props.function.metric('ConcurrentExecutions', { period, statistic: 'Maximum' }),
      threshold: THRESHOLDS.functionConcurrency,
    });
  }
}
