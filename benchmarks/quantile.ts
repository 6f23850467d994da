/**
 * The value that a part of all values lie below, such as 0.99.
 *
 * @returns the largest for 1; NaN where there are none
 */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** The value in the middle; of an even number of values the larger of both. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
