import { VIAS } from '../../core/naming/physical-names.ts';
import { formatCount } from '../../core/text/format-count.ts';
import type { Context } from '../context.ts';
import type { Deployment } from '../deployment.ts';
import { type Check, fail, ok, warn } from './finding.ts';

/** The quota of open executions that AWS gives an account and region (Step Functions quotas, "Open executions"). */
const DEFAULT_LIMIT = 1_000_000;
const OPEN_WARNS = 0.5;
const OPEN_FAILS = 0.8;
/** Counting goes on for so many pages of 1,000 only. */
const COUNTED_PAGES = 10;

/** How many were counted; cut where there may be more. */
interface Counted {
  readonly open: number;
  readonly isCut: boolean;
}

async function countOpen(context: Context, deployment: Deployment): Promise<Counted> {
  const { Executions } = await import('../aws/executions.ts');
  const executions = new Executions(context.connection);
  const counts = await Promise.all(
    VIAS.map(async (via) => {
      let open = 0;
      let pages = 0;
      for await (const page of executions.list(deployment.stateMachineArns[via], 'RUNNING')) {
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

/** Whether the account may have many more executions open: at its limit no reminder is taken. */
export const checkOpenExecutions: Check = async (context, deployment) => {
  const { Metrics } = await import('../aws/metrics.ts');
  const figures = await new Metrics(context.connection).openExecutions();
  const { open, isCut } =
    figures.open === undefined ? await countOpen(context, deployment) : { open: figures.open, isCut: false };
  const limit = figures.limit ?? DEFAULT_LIMIT;
  const source =
    figures.open === undefined ? ', counted here, other state machines not included' : ' in this account and region';
  const detail = `${isCut ? 'at least ' : ''}${formatCount(open)} of ${formatCount(limit)}${source}`;
  const share = open / limit;
  return share < OPEN_WARNS
    ? ok(detail)
    : (share >= OPEN_FAILS ? fail : warn)(detail, 'Ask AWS in Service Quotas for more open executions.');
};
