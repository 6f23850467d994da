import { createHash } from 'node:crypto';
import { EMAIL_GROUPS } from '../../core/naming/message-groups.ts';
import type { Place } from '../kit/throttled-queue.ts';

/**
 * The place of an email in the throttled queue: the same for every copy of one reminder, and spread evenly over the groups.
 *
 * @param key what makes the reminder recognisable: the ARN of its execution, or the ID of its SNS message
 */
export function emailPlace(key: string): Place {
  const deduplicationId = createHash('sha256').update(key).digest('hex');
  const group = EMAIL_GROUPS[Number.parseInt(deduplicationId.slice(0, 8), 16) % EMAIL_GROUPS.length] ?? EMAIL_GROUPS[0];
  return { group, deduplicationId };
}
