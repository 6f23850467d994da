import { readSubscriptions } from '../reminders/read-subscribers.ts';
import { type Check, fail, ok, warn } from './finding.ts';
import { makeAgain } from './gone.ts';

/** Whether somebody gets the reminders. */
export const checkSubscriptions: Check = async (context, deployment) => {
  const { subscribers: all, isHandedOn } = await readSubscriptions(context, deployment);
  const confirm = `Follow the link in the email from AWS Notifications; ${context.command('subscribe')} sends it again.`;
  if (!isHandedOn) {
    return fail('The queue by which reminders get to the addresses is not subscribed to the topic.', makeAgain());
  }
  const waiting = all.filter(({ arn }) => !arn);
  const confirmed = all.length - waiting.length;
  if (all.length === 0) {
    return fail('Nobody gets the reminders.', context.command('subscribe you@example.com'));
  }
  if (confirmed === 0) {
    return fail(`None is confirmed, ${waiting.length} ${waiting.length === 1 ? 'is' : 'are'} waiting for it.`, confirm);
  }
  if (waiting.length > 0) {
    return warn(`${confirmed} confirmed, not yet: ${waiting.map(({ endpoint }) => endpoint).join(', ')}`, confirm);
  }
  const unpaced = all.find(({ mend }) => mend !== null);
  return unpaced?.mend
    ? warn(`${confirmed} confirmed, one at the wrong topic: ${unpaced.endpoint}`, unpaced.mend)
    : ok(`${confirmed} confirmed`);
};
