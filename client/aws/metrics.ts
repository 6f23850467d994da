import { CloudWatchClient, DescribeAlarmsCommand, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { type Connection, makeClient } from './connection.ts';

/** An alarm and its state. */
export interface Alarm {
  readonly name: string;
  readonly state: string;
  /** The ARNs that it notifies. */
  readonly actions: readonly string[];
  /** The dimensions of its metric. */
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A figure to read. */
export interface Figure {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum';
  /** How far back it reaches, at most five days. */
  readonly minutes: number;
}

/** Calls CloudWatch. */
export class Metrics {
  private readonly client: CloudWatchClient;

  constructor(connection: Connection) {
    this.client = makeClient(CloudWatchClient, connection);
  }

  /** Reads the alarms whose names begin with a prefix. */
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
   * Reads one figure of a metric: the sum or the greatest value in a time until now. With GetMetricStatistics, because
   * GetMetricData is never free.
   *
   * @returns undefined if the metric has no data in that time
   */
  async figure({ namespace, name, dimensions = {}, statistic, minutes }: Figure): Promise<number | undefined> {
    const now = Date.now();
    const { Datapoints = [] } = await this.client.send(
      new GetMetricStatisticsCommand({
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(now - minutes * 60_000),
        EndTime: new Date(now),
        Period: 300,
        Statistics: [statistic],
      }),
    );
    const values = Datapoints.map((each) => each[statistic] ?? 0);
    if (values.length === 0) {
      return undefined;
    }
    return statistic === 'Sum' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
  }
}
