/**
 * The message groups of the throttled queue. One email leaves each group a second, so their number is the rate.
 *
 * SNS delivers 10 emails a second to each subscription and deactivates a subscription that gets more (Amazon SNS quotas,
 * "Email delivery rate"). SNS may deliver late by up to a second, so that two emails of each group can fall into one second:
 * 4 groups make at most 8.
 */
export const EMAIL_GROUPS = ['email-0', 'email-1', 'email-2', 'email-3'] as const;

/** The message group of emails to operators: failure emails and warnings. */
export const OPERATIONS_GROUP = 'operations';
