import type { Machines } from '../../client/deployment.ts';
import type { Received } from '../../client/kept/receive-kept.ts';
import { type SentUndelivered, sendUndelivered } from '../../client/kept/send-undelivered.ts';
import type { Undelivered } from '../../client/kept/undelivered-reminder.ts';
import { fieldsOf } from '../../client/reminders/reminder-input.ts';
import { formatMoment } from '../due-time/moment.ts';
import { clean, shorten } from '../terminal/clean.ts';
import { type KeptList, NOT_OURS, SHOWN_CHARACTERS, SHOWN_PROBLEM_CHARACTERS } from './kept-list.ts';

function rowOf({ reminder, message }: Undelivered) {
  const text = fieldsOf(reminder?.request)['message'];
  return {
    id: reminder?.id ?? message.id,
    due: reminder?.dueAt ?? null,
    via: reminder?.via ?? null,
    message: typeof text === 'string' ? text : null,
    problem: reminder?.problem ?? NOT_OURS,
  };
}

function describeSent({ id, created, status }: SentUndelivered, retryOf: string): string {
  const [shown, failed] = [clean(id), clean(retryOf)];
  if (created) {
    return `${failed} is sent again as ${shown}.`;
  }
  if (status === 'cancelled') {
    return `${failed} was cancelled: it is not sent, and no longer in the queue.`;
  }
  return id === retryOf ? `${failed} was sent after all.` : `${failed} was sent again before, as ${shown}.`;
}

/** Builds the list of undelivered reminders. */
export function undeliveredList(
  received: Received<Undelivered>,
  machines: () => Promise<Machines>,
  zone: string,
): KeptList<Undelivered, SentUndelivered> {
  return {
    received,
    headings: ['DUE', 'VIA', 'ID', 'MESSAGE', 'PROBLEM'],
    rowOf,
    cellsOf: (item) => {
      const { id, due, via, message, problem } = rowOf(item);
      return [
        due === null || Number.isNaN(Date.parse(due)) ? '' : formatMoment(Date.parse(due), zone),
        via ?? '',
        clean(id),
        message === null ? '' : shorten(clean(message), SHOWN_CHARACTERS),
        shorten(clean(problem), SHOWN_PROBLEM_CHARACTERS),
      ];
    },
    send: async (item) => sendUndelivered(await machines(), received.queue, item),
    sentRowOf: ({ id, status, created, executionArn }, item) => {
      return { id, retryOf: rowOf(item).id, status, how: 'start', created, executionArn };
    },
    describeSent: (sent, item) => describeSent(sent, rowOf(item).id),
  };
}
