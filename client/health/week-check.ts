import { physicalNames } from '../../core/naming/physical-names.ts';
import { countOpen } from './count-open.ts';
import type { Check } from './finding.ts';

const WEEK_MINUTES = 7 * 24 * 60;

/**
 * Reads the figures of the last week. The finding is always `ok`. The metric `Lateness` has one value for each sent reminder.
 */
export const checkWeek: Check = async (deployment, { stateMachineArns }) => {
  const { connection, service } = deployment;
  const { Metrics } = await import('../aws/metrics.ts');
  const metrics = new Metrics(connection);
  const lateness = { namespace: service, name: 'Lateness', minutes: WEEK_MINUTES };
  const [sent, latestSeconds, failed, running] = await Promise.all([
    metrics.figure({ ...lateness, statistic: 'SampleCount' }),
    metrics.figure({ ...lateness, statistic: 'Maximum' }),
    metrics.figure({
      namespace: 'AWS/Events',
      name: 'MatchedEvents',
      dimensions: { RuleName: physicalNames(service).rule('failures') },
      statistic: 'Sum',
      minutes: WEEK_MINUTES,
    }),
    countOpen(await deployment.machines(stateMachineArns)),
  ]);
  return { status: 'ok', kind: 'week', sent, latestSeconds, failed, ...running };
};
