import type { Machines } from '../../../client/deployment.ts';
import {
  type ChangedRepeated,
  pauseRepeated,
  resumeRepeated,
  skipNext,
} from '../../../client/reminders/change-repeated.ts';
import type { Via } from '../../../core/naming/physical-names.ts';
import type { Route } from '../http/route.ts';
import { pathOf } from './reminder-path.ts';

/** Makes the route for a change of a repeated reminder. */
const changeRoute = (
  path: string,
  change: (machines: Machines, id: string, via: Via, at: number | undefined) => Promise<ChangedRepeated>,
): Route => ({
  method: 'POST',
  path: `reminders/:via/:id/${path}`,
  answer: async (call, site) => {
    const { via, id } = pathOf(call);
    const at = Number(call.body['at']) || undefined;
    const { reminder } = await site.deployment.withMachines((machines) => change(machines, id, via, at));
    site.watch.show(reminder);
    return { id, via, due: reminder.due };
  },
});

/** The routes for repeated reminders: pause, resume, skip the next occurrence. */
export const REPEATED_ROUTES: readonly Route[] = [
  changeRoute('pause', pauseRepeated),
  changeRoute('resume', resumeRepeated),
  changeRoute('skip', (machines, id, via, at) => skipNext(machines, id, { via, at })),
];
