/**
 * Returns a quantile of the values, such as 0.99.
 *
 * @returns the largest value for 1, and NaN if there are no values
 */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** Returns the median. For an even number of values, the result is the larger of the two middle values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
