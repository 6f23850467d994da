import { type Check, DEPLOY, fail, ok, warn } from './finding.ts';

/** Whether an alarm rings. */
export const checkAlarms: Check = async (context, { operationsTopicArn }) => {
  const { Metrics } = await import('../aws/metrics.ts');
  // the names of another deployment's alarms may begin alike: remindme-test
  const all = (await new Metrics(context.connection).alarms(`${context.service}-`)).filter(
    ({ actions }) => !operationsTopicArn || actions.includes(operationsTopicArn),
  );
  if (all.length === 0) {
    return warn('There are none: nobody is told when reminders fail.', DEPLOY);
  }
  const ringing = all.filter(({ state }) => state === 'ALARM').map(({ name }) => name);
  return ringing.length === 0
    ? ok(`${all.length}, none of them set off`)
    : fail(`${ringing.length} of ${all.length}: ${ringing.join(', ')}`, 'docs/runbook.md tells for each what to do.');
};
