/**
 * The message groups of reminder emails in the throttled queue. The state *Hold the group* in
 * `lib/email-throttle/email-sender.ts` holds each group for a second, so **at most 4 emails a second** leave the service.
 *
 * SNS delivers 10 emails a second to each subscription and deactivates a subscription that gets more (Amazon SNS quotas, "Email
 * delivery rate"). SNS may deliver an email up to a second late, so a subscription can get two emails of each group in one
 * second. With 4 groups, it gets at most 8 emails in one second. docs/adr/0013-email-throttle.md shows the calculation.
 */
export const EMAIL_GROUPS = ['email-0', 'email-1', 'email-2', 'email-3'] as const;

/** The message group of emails to operators: failure emails and warnings. */
export const OPERATIONS_GROUP = 'operations';
