import { createHash } from 'node:crypto';
import { EMAIL_GROUPS } from '../../core/email-throttle/message-groups.ts';
import type { Place } from '../kit/throttled-queue.ts';

/**
 * Returns an email's message group and deduplication ID in the throttled queue. All copies of a reminder get the same group and
 * ID, and reminders are spread evenly over the groups. The service sends at most one email a second from each group. The
 * variable `EMAILS_PER_SECOND` sets the number of groups to use. By default, all groups are used.
 *
 * @param key identifies what is sent: an occurrence, the ARN of an execution, or the ID of an SNS message
 */
export function emailPlace(key: string): Place {
  const deduplicationId = createHash('sha256').update(key).digest('hex');
  const groups = Number(process.env['EMAILS_PER_SECOND'] ?? EMAIL_GROUPS.length);
  const group = EMAIL_GROUPS[Number.parseInt(deduplicationId.slice(0, 8), 16) % groups] ?? EMAIL_GROUPS[0];
  return { group, deduplicationId };
}
