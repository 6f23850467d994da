import type { Check } from './finding.ts';

/** The quota of a new account (AWS Lambda Developer Guide, "Lambda quotas"): enough for one reminder at a time, not for a burst. */
const NEW_ACCOUNT = 10;

/** Checks how many executions of functions the account may run at the same time. */
export const checkConcurrency: Check = async ({ connection }) => {
  const { concurrentExecutions } = await import('../aws/functions.ts');
  const limit = await concurrentExecutions(connection);
  return { status: limit !== undefined && limit <= NEW_ACCOUNT ? 'warn' : 'ok', kind: 'concurrency', limit };
};
