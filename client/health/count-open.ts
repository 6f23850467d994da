import { VIAS } from '../../core/naming/physical-names.ts';
import type { Machines } from '../deployment.ts';

/** The maximum number of pages to count for each state machine. A page has up to 1,000 executions. */
const COUNTED_PAGES = 10;

/** The number of running executions. `isCut` is true if there may be more. */
export interface Counted {
  readonly open: number;
  readonly isCut: boolean;
}

/** Counts the running executions of both reminder state machines. */
export async function countOpen({ executions, arns }: Machines): Promise<Counted> {
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
