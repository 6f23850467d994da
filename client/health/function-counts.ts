import type { Deployment } from '../deployment.ts';

/** The minutes in a day. */
export const DAY_MINUTES = 24 * 60;

/**
 * Reads metrics in the namespace AWS/Lambda for the given functions. For each function, returns the metrics' sums over the last
 * day, in the order of `metricNames`.
 */
export async function functionCounts(
  { connection }: Deployment,
  functionNames: readonly string[],
  metricNames: readonly string[],
): Promise<readonly { readonly name: string; readonly counts: readonly number[] }[]> {
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
  return Promise.all(
    functionNames.map(async (name) => ({
      name,
      counts: await Promise.all(metricNames.map((metric) => count(name, metric))),
    })),
  );
}
