import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { type Connection, makeClient } from './connection.ts';

/** An alarm and its state. */
export interface Alarm {
  readonly name: string;
  readonly state: string;
  /** The ARNs that it notifies. */
  readonly actions: readonly string[];
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
      for (const { AlarmName = '', StateValue = '', AlarmActions = [] } of page.MetricAlarms ?? []) {
        all.push({ name: AlarmName, state: StateValue, actions: AlarmActions });
      }
      NextToken = page.NextToken;
    } while (NextToken);
    return all;
  }

  /** Reads how many executions are open in the account and how many may be, in the last hour; missing if there are no figures. */
  async openExecutions(): Promise<{ readonly open: number | undefined; readonly limit: number | undefined }> {
    const query = (Id: string, MetricName: string) => ({
      Id,
      MetricStat: { Metric: { Namespace: 'AWS/States', MetricName }, Period: 300, Stat: 'Maximum' },
    });
    const now = Date.now();
    const { MetricDataResults = [] } = await this.client.send(
      new GetMetricDataCommand({
        StartTime: new Date(now - 3_600_000),
        EndTime: new Date(now),
        ScanBy: 'TimestampDescending',
        MetricDataQueries: [query('open', 'OpenExecutionCount'), query('limit', 'OpenExecutionLimit')],
      }),
    );
    const newest = (id: string) => MetricDataResults.find(({ Id }) => Id === id)?.Values?.[0];
    return { open: newest('open'), limit: newest('limit') };
  }
}
