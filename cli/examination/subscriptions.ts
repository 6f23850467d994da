import { readSubscribers } from '../reminders/read-subscribers.ts';
import { type Check, fail, ok, warn } from './finding.ts';

const CONFIRM = 'Follow the link in the email from AWS Notifications; remindme subscribe sends it again.';

/** Whether somebody gets the reminders. */
export const checkSubscriptions: Check = async (context, deployment) => {
  const all = await readSubscribers(context, deployment);
  const waiting = all.filter(({ arn }) => !arn);
  const confirmed = all.length - waiting.length;
  if (all.length === 0) {
    return fail('Nobody gets the reminders.', 'remindme subscribe you@example.com');
  }
  if (confirmed === 0) {
    return fail(`None is confirmed, ${waiting.length} ${waiting.length === 1 ? 'is' : 'are'} waiting for it.`, CONFIRM);
  }
  if (waiting.length > 0) {
    return warn(`${confirmed} confirmed, not yet: ${waiting.map(({ endpoint }) => endpoint).join(', ')}`, CONFIRM);
  }
  const unpaced = all.find(({ mend }) => mend !== null);
  return unpaced?.mend
    ? warn(`${confirmed} confirmed, one at the wrong topic: ${unpaced.endpoint}`, unpaced.mend)
    : ok(`${confirmed} confirmed`);
};
