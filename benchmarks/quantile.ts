/**
 * Returns a quantile of the values, or NaN if there are no values.
 *
 * @param part the quantile, such as 0.99 for the 99th percentile, or 1 for the largest value
 */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** Returns the median, or NaN if there are no values. If there are two middle values, returns the larger one. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
