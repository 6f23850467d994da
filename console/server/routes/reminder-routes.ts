import { cancelReminders } from '../../../client/reminders/cancel-reminder.ts';
import { createRepeated } from '../../../client/reminders/create-repeated.ts';
import { moveReminder, type ReplaceableReminder } from '../../../client/reminders/move-reminder.ts';
import { retryReminder } from '../../../client/reminders/retry-reminder.ts';
import { startReminder } from '../../../client/reminders/start-reminder.ts';
import type { Via } from '../../../core/naming/physical-names.ts';
import type { Reminder } from '../../../core/reminder/reminder-request.ts';
import { readEvery } from '../../../core/repetition/read-repetition.ts';
import { ApiError } from '../http/api-error.ts';
import type { ApiCall, Route } from '../http/route.ts';
import type { Site } from '../site.ts';
import { checkRequest, readDue } from './check-request.ts';
import { isRepeated, readRepeated } from './read-repeated.ts';
import { pathOf, viaOf } from './reminder-path.ts';

/** Replaces a pending reminder, and updates the old and the new reminder in the list. */
async function replace(call: ApiCall, site: Site, remake: (old: ReplaceableReminder) => Reminder) {
  const { via, id } = pathOf(call);
  const { started, reminder } = await site.deployment.withMachines((machines) =>
    moveReminder(machines, id, { via, remake }),
  );
  await Promise.all([...new Set([id, started.id])].map((each) => site.watch.look(via, each)));
  return { id: started.id, via, due: Date.parse(reminder.dueAt) };
}

async function addRepeated(site: Site, via: Via, { message, subject, when }: ApiCall['body']) {
  const read = readEvery(String(when), { now: Date.now(), zone: site.words.zone });
  if ('problem' in read) {
    throw new ApiError(400, read.problem);
  }
  const texts = checkRequest({ message, subject });
  const { id, created, status, due } = await site.deployment.withMachines((machines) =>
    createRepeated(machines, { message: texts.message, subject: texts.subject, repetition: read }, { via }),
  );
  await site.watch.look(via, id);
  return { id, via, created, status, due };
}

/** The routes that read a due time, and that add, move, edit, cancel and retry reminders. */
export const REMINDER_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: 'read-when',
    answer: async ({ query }, { words }) => {
      const when = query.get('when') ?? '';
      return query.has('every') && isRepeated(when) ? readRepeated(words.zone, when) : words.readWhen(when);
    },
  },
  {
    method: 'GET',
    path: 'add-command',
    answer: async ({ query }, { words }) => ({
      command: words.addCommand(query.get('message') ?? '', query.get('when') ?? ''),
    }),
  },
  {
    method: 'POST',
    path: 'texts',
    answer: async ({ body: { keys } }, { watch }) => {
      watch.texts.want(Array.isArray(keys) ? keys.map(String) : []);
    },
  },
  {
    method: 'POST',
    path: 'reminders',
    answer: async ({ body }, site) => {
      const via = viaOf(body['via'] ?? 'sns');
      if (isRepeated(body['when'])) {
        return addRepeated(site, via, body);
      }
      const reminder = checkRequest(body, readDue(site, body['when']));
      const { id, created, status } = await site.deployment.withMachines((machines) =>
        startReminder(machines, machines.arns[via], reminder),
      );
      await site.watch.look(via, id);
      return { id, via, created, status, due: Date.parse(reminder.dueAt) };
    },
  },
  {
    method: 'POST',
    path: 'reminders/:via/:id/move',
    answer: async (call, site) => {
      const due = readDue(site, call.body['when']);
      return replace(call, site, (texts) => checkRequest(texts, due));
    },
  },
  {
    method: 'POST',
    path: 'reminders/:via/:id/edit',
    answer: async (call, site) => {
      const { message, subject } = call.body;
      return replace(call, site, (old) => {
        if (old.due === undefined) {
          throw new ApiError(409, 'The due time of this reminder is not known, so it cannot be edited.');
        }
        return checkRequest({ message: message ?? old.message, subject: subject ?? old.subject }, old.due);
      });
    },
  },
  {
    method: 'POST',
    path: 'reminders/:via/:id/cancel',
    answer: async (call, site) => {
      const { via, id } = pathOf(call);
      const [cancelled] = await site.deployment.withMachines((machines) => cancelReminders(machines, id, via));
      await site.watch.look(via, id);
      return cancelled;
    },
  },
  {
    method: 'POST',
    path: 'reminders/:via/:id/retry',
    answer: async (call, site) => {
      const { via, id } = pathOf(call);
      const {
        id: newId,
        how,
        status,
      } = await site.deployment.withMachines((machines) => retryReminder(machines, id, via));
      await Promise.all([...new Set([id, newId])].map((each) => site.watch.look(via, each)));
      return { id: newId, via, how, status };
    },
  },
];
