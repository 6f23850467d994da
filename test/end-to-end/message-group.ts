import { createHash } from 'node:crypto';
import { EMAIL_PACE } from '../../lib/email-throttle/email-rate.ts';

/** Returns the message group in which the email of an execution waits, which the first digit of its hash decides. */
export function messageGroupOf(executionArn: string): number {
  return (
    Number.parseInt(createHash('sha256').update(executionArn).digest('hex').charAt(0), 16) % EMAIL_PACE.messageGroups
  );
}
