import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Check } from './finding.ts';

const DAY_MINUTES = 24 * 60;

/** Checks whether the functions failed or were throttled in the last day. AWS tries most events again: it is no loss by itself. */
export const checkFunctions: Check = async ({ connection, service }) => {
  const { Metrics } = await import('../aws/metrics.ts');
  const metrics = new Metrics(connection);
  const count = async (functionName: string, name: string) =>
    (await metrics.figure({
      namespace: 'AWS/Lambda',
      name,
      dimensions: { FunctionName: functionName },
      statistic: 'Sum',
      minutes: DAY_MINUTES,
    })) ?? 0;
  const all = await Promise.all(
    Object.values(physicalNames(service).functions).map(async (name) => {
      const [errors, throttles] = await Promise.all([count(name, 'Errors'), count(name, 'Throttles')]);
      return { name, errors, throttles };
    }),
  );
  const troubled = all.filter(({ errors, throttles }) => errors + throttles > 0);
  return { status: troubled.length === 0 ? 'ok' : 'warn', kind: 'functions', troubled };
};
