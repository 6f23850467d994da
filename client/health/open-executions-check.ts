import { countOpen } from './count-open.ts';
import type { Check } from './finding.ts';

/** The default quota of open executions in an account and region (Step Functions quotas, "Open executions"). */
const DEFAULT_LIMIT = 1_000_000;
const OPEN_WARNS = 0.5;
const OPEN_FAILS = 0.8;
/** Checks that the account is well below its quota of open executions. When the quota is reached, AWS refuses new reminders. */
export const checkOpenExecutions: Check = async (deployment, { stateMachineArns }) => {
  const { Metrics } = await import('../aws/metrics.ts');
  const metrics = new Metrics(deployment.connection);
  const ofAccount = (name: string) =>
    metrics.figure({ namespace: 'AWS/States', name, statistic: 'Maximum', minutes: 60 });
  const [figure, limit = DEFAULT_LIMIT] = await Promise.all([
    ofAccount('OpenExecutionCount'),
    ofAccount('OpenExecutionLimit'),
  ]);
  const isCounted = figure === undefined;
  const { open, isCut } =
    figure === undefined
      ? await countOpen(await deployment.machines(stateMachineArns))
      : { open: figure, isCut: false };
  const share = open / limit;
  const status = share < OPEN_WARNS ? 'ok' : share >= OPEN_FAILS ? 'fail' : 'warn';
  return { status, kind: 'open-executions', open, limit, isCounted, isCut };
};
