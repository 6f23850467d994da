import { createHash } from 'node:crypto';
import { EMAIL_PACE } from '../../lib/email-throttle/email-rate.ts';

/** In which line the message of an execution waits for its email: by the first digit of its hash. */
export function lineOf(executionArn: string): number {
  return (
    Number.parseInt(createHash('sha256').update(executionArn).digest('hex').charAt(0), 16) % EMAIL_PACE.messageGroups
  );
}
