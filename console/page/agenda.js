import { dayStarts } from './time.js';

/** Sorts the reminders into the groups of the list. */

const ATTEMPT = /^(\d{8}T\d{6}Z-[0-9a-f]{16})(?:-\d{1,3})?$/;

/** Returns the key of the first attempt at a reminder. Later attempts have the same id with a number at the end. */
const firstOf = ({ via, id }) => `${via}/${ATTEMPT.exec(id)?.[1] ?? id}`;

let needs = { version: -1, all: [] };

/** Returns the failed reminders that no other attempt has sent or will send. */
export function needsYou({ reminders, version }) {
  if (needs.version !== version) {
    const failed = [];
    const alive = new Set();
    for (const reminder of reminders.values()) {
      if (reminder.status === 'failed') {
        failed.push(reminder);
      } else if (isOpen(reminder) || reminder.status === 'sent') {
        alive.add(firstOf(reminder));
      }
    }
    needs = { version, all: failed.filter((each) => !alive.has(firstOf(each))) };
  }
  return needs.all;
}

/** True if a reminder is pending or paused. */
export const isOpen = ({ status }) => status === 'pending' || status === 'paused';

const byDue = (one, other) => (one.due ?? Number.MAX_VALUE) - (other.due ?? Number.MAX_VALUE);
const endOf = ({ endedAt, due }) => endedAt ?? due ?? 0;

/**
 * Returns the groups of the list, each with its reminders in order.
 *
 * @param store the store with the reminders
 * @param {(reminder: object) => boolean} isChosen returns true for the reminders to show
 */
export function groupsOf(store, isChosen, now) {
  const { today, tomorrow, later } = dayStarts(now);
  const failed = new Set(needsYou(store));
  const groups = {
    needs: { id: 'needs', name: 'Needs you', reminders: [] },
    today: { id: 'today', name: 'Today', day: today, reminders: [] },
    tomorrow: { id: 'tomorrow', name: 'Tomorrow', day: tomorrow, reminders: [] },
    later: { id: 'later', name: 'Later', reminders: [] },
    done: { id: 'done', name: 'Done', reminders: [] },
  };
  for (const reminder of store.reminders.values()) {
    if (!isChosen(reminder)) {
      continue;
    }
    const { due = Number.MAX_VALUE } = reminder;
    const group = failed.has(reminder)
      ? 'needs'
      : !isOpen(reminder)
        ? 'done'
        : due < tomorrow
          ? 'today'
          : due < later
            ? 'tomorrow'
            : 'later';
    groups[group].reminders.push(reminder);
  }
  for (const { reminders } of [groups.today, groups.tomorrow, groups.later]) {
    reminders.sort(byDue);
  }
  for (const { reminders } of [groups.needs, groups.done]) {
    reminders.sort((one, other) => endOf(other) - endOf(one));
  }
  return Object.values(groups).filter(({ reminders }) => reminders.length > 0);
}
