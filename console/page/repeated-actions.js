import { call, reminderPath } from './api.js';
import { ask } from './ask.js';
import { dueIn, quoted } from './reminder-words.js';
import { attempt, toast } from './toast.js';

/** Pauses a repeated reminder, or resumes a paused one. Undo reverses the change. */
function pause(reminder) {
  const [verb, opposite, said] =
    reminder.status === 'paused'
      ? ['resume', 'pause', 'is sent again']
      : ['pause', 'resume', 'is not sent until you resume it'];
  return attempt(async () => {
    const changed = await call(reminderPath(reminder, `/${verb}`), {});
    toast(`${quoted(reminder)} ${said}.`, () => call(reminderPath(reminder, `/${opposite}`), {}));
    return changed;
  });
}

async function skip(reminder) {
  const isSure = await ask({
    title: `Skip ${quoted(reminder)} once?`,
    text: `It is not sent ${dueIn(reminder.due)}, and then continues as before.`,
    yes: 'Skip it once',
    no: 'Keep it',
  });
  return isSure
    ? attempt(async () => {
        const skipped = await call(reminderPath(reminder, '/skip'), { at: reminder.due });
        toast(`${quoted(reminder)} is due ${dueIn(skipped.due)}.`);
        return skipped;
      })
    : undefined;
}

/** Returns the actions that only a repeated reminder has. */
export const repeatedActions = ({ status, due }) => [
  { key: 's', label: 'Skip', run: skip, isHidden: status === 'paused' || due === undefined },
  { key: 'p', label: status === 'paused' ? 'Resume' : 'Pause', run: pause },
];
