import { VIAS } from '../../core/naming/physical-names.ts';
import type { Machines } from '../deployment.ts';
import type { Check } from './finding.ts';

/** The quota of open executions in an account and region (Step Functions quotas, "Open executions"). */
const DEFAULT_LIMIT = 1_000_000;
const OPEN_WARNS = 0.5;
const OPEN_FAILS = 0.8;
/** Counting stops after this many pages of 1,000. */
const COUNTED_PAGES = 10;

/** The number of executions; cut if there may be more. */
interface Counted {
  readonly open: number;
  readonly isCut: boolean;
}

async function countOpen({ executions, arns }: Machines): Promise<Counted> {
  const counts = await Promise.all(
    VIAS.map(async (via) => {
      let open = 0;
      let pages = 0;
      for await (const page of executions.list(arns[via], { status: 'RUNNING' })) {
        open += page.length;
        pages += 1;
        if (pages === COUNTED_PAGES) {
          return { open, isCut: true };
        }
      }
      return { open, isCut: false };
    }),
  );
  return {
    open: counts.reduce((sum, { open }) => sum + open, 0),
    isCut: counts.some(({ isCut }) => isCut),
  };
}

/** Checks that the account is far from its quota of open executions: at the quota AWS refuses every new reminder. */
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
