import { CloudWatchClient, DescribeAlarmsCommand, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { type Connection, makeClient } from './connection.ts';

/** An alarm and its state. */
export interface Alarm {
  readonly name: string;
  readonly state: string;
  /** The ARNs of the topics that the alarm notifies. */
  readonly actions: readonly string[];
  /** The dimensions of the alarm's metric. */
  readonly dimensions: Readonly<Record<string, string>>;
}

/** The metric, the statistic and the period to read. */
export interface Figure {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'SampleCount' | 'Maximum';
  /** The length of the period in minutes, at most 60 days. The period ends now. */
  readonly minutes: number;
}

/** The length of a data point in seconds, for periods of up to five days. */
const PERIOD = 300;
/**
 * The length of a data point in seconds, for longer periods. A response contains at most 1,440 data points, which cover five
 * days at 300 s each (CloudWatch API Reference, "GetMetricStatistics").
 */
const LONG_PERIOD = 3_600;
const LONG_MINUTES = (1_440 * PERIOD) / 60;

/** Reads alarms and metrics from CloudWatch. */
export class Metrics {
  private readonly client: CloudWatchClient;

  constructor(connection: Connection) {
    this.client = makeClient(CloudWatchClient, connection);
  }

  /** Reads the metric alarms whose names start with `prefix`. */
  async alarms(prefix: string): Promise<readonly Alarm[]> {
    const all: Alarm[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.client.send(
        new DescribeAlarmsCommand({ AlarmNamePrefix: prefix, ...(NextToken ? { NextToken } : {}) }),
      );
      for (const { AlarmName = '', StateValue = '', AlarmActions = [], Dimensions = [] } of page.MetricAlarms ?? []) {
        const dimensions = Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
        all.push({ name: AlarmName, state: StateValue, actions: AlarmActions, dimensions });
      }
      NextToken = page.NextToken;
    } while (NextToken);
    return all;
  }

  /**
   * Reads one statistic of a metric for the whole period. It uses GetMetricStatistics, because the free tier does not include
   * GetMetricData.
   *
   * @returns `undefined` if the metric has no data for the period
   */
  async figure(figure: Figure): Promise<number | undefined> {
    const values = [...(await this.points(figure)).values()];
    if (values.length === 0) {
      return undefined;
    }
    return figure.statistic === 'Maximum' ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0);
  }

  /**
   * Reads a metric's data points, keyed by their start times in milliseconds since the epoch. Each data point covers five
   * minutes, or an hour if the period is longer than five days.
   */
  async points({ namespace, name, dimensions = {}, statistic, minutes }: Figure): Promise<ReadonlyMap<number, number>> {
    const now = Date.now();
    const { Datapoints = [] } = await this.client.send(
      new GetMetricStatisticsCommand({
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(now - minutes * 60_000),
        EndTime: new Date(now),
        Period: minutes > LONG_MINUTES ? LONG_PERIOD : PERIOD,
        Statistics: [statistic],
      }),
    );
    return new Map(Datapoints.map((each) => [each.Timestamp?.getTime() ?? 0, each[statistic] ?? 0]));
  }
}
