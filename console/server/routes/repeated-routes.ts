import type { Machines } from '../../../client/deployment.ts';
import {
  type ChangedRepeated,
  pauseRepeated,
  replaceRepeated,
  resumeRepeated,
  skipNext,
} from '../../../client/reminders/change-repeated.ts';
import { moveOccurrence } from '../../../client/reminders/move-occurrence.ts';
import type { Via } from '../../../core/naming/physical-names.ts';
import type { ApiCall, Route } from '../http/route.ts';
import { checkRequest, readDue } from './check-request.ts';
import { pathOf } from './reminder-path.ts';

/** Returns a route that changes a repeated reminder. */
const changeRoute = (
  path: string,
  change: (machines: Machines, id: string, via: Via, body: ApiCall['body']) => Promise<ChangedRepeated>,
): Route => ({
  method: 'POST',
  path: `reminders/:via/:id/${path}`,
  answer: async (call, site) => {
    const { via, id } = pathOf(call);
    const { reminder } = await site.deployment.withMachines((machines) => change(machines, id, via, call.body));
    site.watch.show(reminder);
    return { id, via, due: reminder.due };
  },
});

/** The routes that pause and resume repeated reminders, skip or move the next occurrence, and change all occurrences. */
export const REPEATED_ROUTES: readonly Route[] = [
  changeRoute('pause', pauseRepeated),
  changeRoute('resume', resumeRepeated),
  changeRoute('skip', (machines, id, via, { at }) => skipNext(machines, id, { via, at: Number(at) || undefined })),
  changeRoute('edit-all', (machines, id, via, texts) =>
    replaceRepeated(machines, id, {
      via,
      remake: ({ repetition }) => {
        const { message, subject } = checkRequest(texts);
        return { message, subject, repetition };
      },
    }),
  ),
  {
    method: 'POST',
    path: 'reminders/:via/:id/move-next',
    answer: async (call, site) => {
      const { via, id } = pathOf(call);
      const due = readDue(site, call.body['when']);
      const { started } = await site.deployment.withMachines((machines) =>
        moveOccurrence(machines, id, { via, remake: (texts) => checkRequest(texts, due) }),
      );
      await Promise.all([id, started.id].map((each) => site.watch.look(via, each)));
      return { id: started.id, via, due };
    },
  },
];
