import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ComparisonOperator, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { FilterPattern, LogGroup, LogStream, MetricFilter, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { type IStateMachine, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { roleToStartByEvents } from '../kit/access/start-by-events.ts';
import { THRESHOLDS } from '../kit/alarms/alarm-thresholds.ts';
import { addEventDeliveryAlarms } from '../kit/alarms/event-delivery-alarms.ts';
import { ExpressStateMachineAlarms } from '../kit/alarms/express-state-machine-alarms.ts';
import { ruleMetrics } from '../kit/alarms/rule-metrics.ts';
import { type AlarmContext, addRunbookAlarm } from '../kit/alarms/runbook-alarm.ts';
import { readJsonata } from '../kit/jsonata/read-jsonata.ts';
import { executionRule } from '../kit/state-machines/execution-rule.ts';
import { expressStateMachine } from '../kit/state-machines/express-state-machine.ts';
import { addRetries, BRIEF_RETRIES } from '../kit/state-machines/retry-policies.ts';

/** Properties of {@link Lateness}. */
export interface LatenessProps {
  /** Where the alarms report to. */
  readonly alarms: AlarmContext;
  /** The reminder state machines, each with the name that it has in alarms, such as `sns`. */
  readonly stateMachines: readonly { readonly key: string; readonly name: string; readonly machine: IStateMachine }[];
  /** Keeps the events that could not be delivered. */
  readonly eventDeadLetterQueue: IQueue;
}

const LOG_STREAM = 'lateness';

/** Makes the log in which measurements are written, and the filter that makes a metric of them. */
function measurementLog(scope: Construct, service: string): { logGroup: LogGroup; logStream: LogStream } {
  const logGroup = new LogGroup(scope, 'Measurements', {
    logGroupName: `/${service}/lateness`,
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const logStream = new LogStream(scope, 'Stream', {
    logGroup,
    logStreamName: LOG_STREAM,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  new MetricFilter(scope, 'Filter', {
    logGroup,
    filterPattern: FilterPattern.numberValue('$.lateSeconds', '>=', 0),
    metricNamespace: service,
    metricName: 'Lateness',
    metricValue: '$.lateSeconds',
    dimensions: { StateMachine: '$.machine' },
  });
  return { logGroup, logStream };
}

/** Makes the task that writes a measurement. */
function logTask(scope: Construct, { logGroup, logStream }: ReturnType<typeof measurementLog>): CallAwsService {
  const log = CallAwsService.jsonata(scope, 'Log how late it was', {
    comment: 'Subtracts when it was due from when it was sent, and logs the difference: a metric filter reads it.',
    service: 'cloudwatchlogs',
    action: 'putLogEvents',
    parameters: {
      LogGroupName: logGroup.logGroupName,
      LogStreamName: LOG_STREAM,
      LogEvents: [{ Timestamp: '{% $millis() %}', Message: `{% ${readJsonata('lateness/measurement.jsonata')} %}` }],
    },
    iamAction: 'logs:PutLogEvents',
    iamResources: [
      Stack.of(scope).formatArn({
        service: 'logs',
        resource: `log-group:${logGroup.logGroupName}:log-stream:${LOG_STREAM}`,
      }),
    ],
    outputs: '{% {} %}',
    taskTimeout: Timeout.duration(Duration.seconds(30)),
  });
  addRetries(log, BRIEF_RETRIES);
  log.node.addDependency(logStream);
  return log;
}

/**
 * Measures how late reminders are sent: the time from `dueAt` to `sentAt`, which stand in the output of every execution that
 * has sent one, as a metric for each state machine.
 *
 * Nothing of it is in the way of a reminder: EventBridge hands the detail of ended executions to an Express state machine, which
 * subtracts and writes a line to a log, and a metric filter reads that log. docs/adr/0010-lateness.md weighs the other ways.
 */
export class Lateness extends Construct {
  /** Measures; an Express state machine. */
  readonly stateMachine: IStateMachine;
  readonly #service: string;

  constructor(scope: Construct, id: string, { alarms, stateMachines, eventDeadLetterQueue }: LatenessProps) {
    super(scope, id);
    const names = physicalNames(alarms.service);
    this.#service = alarms.service;

    this.stateMachine = expressStateMachine(this, {
      stateMachineName: names.stateMachines.lateness,
      comment: 'Measures how late a reminder was sent, after it was.',
      task: logTask(this, measurementLog(this, alarms.service)),
      failure: {
        state: 'Give up on it',
        comment: 'One measurement less: the reminder itself was sent. An alarm tells if it goes on.',
        error: 'MeasurementFailed',
      },
      // all retries take half of it
      timeout: Duration.minutes(5),
    });
    new ExpressStateMachineAlarms(this, 'Alarms', {
      alarms,
      key: 'lateness',
      stateMachine: this.stateMachine,
      whenFailed: 'How late reminders are cannot be measured.',
      whenThrottled: 'How late reminders are is measured late',
      section: 'lateness-is-not-measured',
    });

    const role = roleToStartByEvents(this, 'RuleRole', {
      service: alarms.service,
      stateMachine: this.stateMachine,
      description: 'What the rules for reminders that were sent may do: start a measurement',
    });
    for (const [index, { key, name, machine }] of stateMachines.entries()) {
      const rule = executionRule(this, `Sent${index}`, {
        ruleName: names.rule(`${key}-sent`),
        description: `Has every reminder measured that ${name} has sent`,
        stateMachine: machine,
        detail: { status: ['SUCCEEDED'] },
        target: { stateMachine: this.stateMachine, role },
        // not in a template: "EventBridge doesn't escape values", and the output is JSON as text (EventBridge User Guide)
        input: RuleTargetInput.fromEventPath('$.detail'),
        retryAttempts: 10,
        eventDeadLetterQueue,
      });
      addEventDeliveryAlarms(new Construct(this, `EventDelivery-${key}`), alarms, {
        rule: `${key}-sent`,
        metrics: ruleMetrics(rule.ruleName),
        whenUndelivered: 'EventBridge could not deliver the event of a sent reminder: its lateness is not measured.',
        whenLost: 'EventBridge lost the event of a sent reminder: its lateness is not measured.',
        section: 'lateness-is-not-measured',
      });
      addRunbookAlarm(this, `Late-${key}`, alarms, {
        name: `${key}-late`,
        description: `A reminder was sent more than ${THRESHOLDS.lateness.toSeconds()} s after it was due.`,
        section: 'reminders-that-are-late',
        metric: this.metricLateness(name, { statistic: 'Maximum' }),
        threshold: THRESHOLDS.lateness.toSeconds(),
        comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
      });
    }
  }

  /** The seconds from when reminders were due to when they were sent. */
  metricLateness(stateMachineName: string, { statistic }: { readonly statistic: string }): Metric {
    return new Metric({
      namespace: this.#service,
      metricName: 'Lateness',
      dimensionsMap: { StateMachine: stateMachineName },
      statistic,
      period: THRESHOLDS.period,
    });
  }
}
