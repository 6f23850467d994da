import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Check } from './finding.ts';
import { functionCounts } from './function-counts.ts';

/**
 * Checks that no function failed or was throttled in the last day. AWS retries most events, so a single failure does no harm.
 */
export const checkFunctions: Check = async (deployment) => {
  const names = Object.values(physicalNames(deployment.service).functions);
  const all = await functionCounts(deployment, names, ['Errors', 'Throttles']);
  const troubled = all.flatMap(({ name, counts: [errors = 0, throttles = 0] }) =>
    errors + throttles > 0 ? [{ name, errors, throttles }] : [],
  );
  return { status: troubled.length === 0 ? 'ok' : 'warn', kind: 'functions', troubled };
};
