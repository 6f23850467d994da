import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Via } from '../../core/naming/physical-names.ts';
import { CLIENT_CONFIG, poll, start } from './deployed-service.ts';
import { SERVICE } from './service-names.ts';

const cloudWatch = new CloudWatchClient(CLIENT_CONFIG);
afterAll(() => cloudWatch.destroy());

/** Returns the number of reminders that the metric `Lateness` counts, and the highest lateness in seconds. */
async function lateness(): Promise<{ readonly count: number; readonly maximum: number }> {
  const query = (Id: string, Stat: string) => ({
    Id,
    MetricStat: { Metric: { Namespace: SERVICE, MetricName: 'Lateness' }, Period: 3_600, Stat },
  });
  const now = Date.now();
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - 7_200_000),
      EndTime: new Date(now + 3_600_000),
      MetricDataQueries: [query('count', 'SampleCount'), query('maximum', 'Maximum')],
    }),
  );
  const values = (id: string) => MetricDataResults.find(({ Id }) => Id === id)?.Values ?? [];
  return { count: values('count').reduce((sum, each) => sum + each, 0), maximum: Math.max(0, ...values('maximum')) };
}

test.each<Via>(['sns', 'lambda'])('counts a reminder that was sent through %s, and how late it was', async (via) => {
  const { count } = await lateness();

  // 21 s instead of 20 s, because the check rounds the due time up to the next full second
  await start(SERVICE, via, { message: 'a private text', timestamp: new Date(Date.now() - 21_000).toISOString() });

  // check only minimums, because other tests also send reminders
  const after = await poll(async () => {
    const now = await lateness();
    return now.count > count && now.maximum >= 20 ? now : undefined;
  }, 60);
  expect(after).toBeDefined();
});
