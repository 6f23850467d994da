import type { Check } from './finding.ts';

/** Checks that the deployment has alarms and that none of them is in the state ALARM. */
export const checkAlarms: Check = async ({ connection, service }, { operationsTopicArn }) => {
  const { Metrics } = await import('../aws/metrics.ts');
  // the prefix also matches another deployment's alarms, such as those of remindme-test
  const all = (await new Metrics(connection).alarms(`${service}-`)).filter(({ actions }) =>
    actions.includes(operationsTopicArn),
  );
  const ringing = all.filter(({ state }) => state === 'ALARM').map(({ name }) => name);
  const status = all.length === 0 ? 'warn' : ringing.length === 0 ? 'ok' : 'fail';
  return { status, kind: 'alarms', count: all.length, ringing };
};
