import type { Check } from './finding.ts';

/** Checks that alarms exist and none is in alarm. */
export const checkAlarms: Check = async ({ connection, service }, { operationsTopicArn }) => {
  const { Metrics } = await import('../aws/metrics.ts');
  // another deployment's alarms may begin with the same name: remindme-test
  const all = (await new Metrics(connection).alarms(`${service}-`)).filter(({ actions }) =>
    actions.includes(operationsTopicArn),
  );
  const ringing = all.filter(({ state }) => state === 'ALARM').map(({ name }) => name);
  const status = all.length === 0 ? 'warn' : ringing.length === 0 ? 'ok' : 'fail';
  return { status, kind: 'alarms', count: all.length, ringing };
};
