import type { Check } from './finding.ts';

/**
 * A new account's quota of concurrent executions (AWS Lambda Developer Guide, "Lambda quotas"). It is enough for single
 * reminders, but not for many reminders at once.
 */
const NEW_ACCOUNT = 10;

/** Checks the account's quota of concurrent Lambda executions. */
export const checkConcurrency: Check = async ({ connection }) => {
  const { concurrentExecutions } = await import('../aws/functions.ts');
  const limit = await concurrentExecutions(connection);
  return { status: limit !== undefined && limit <= NEW_ACCOUNT ? 'warn' : 'ok', kind: 'concurrency', limit };
};
