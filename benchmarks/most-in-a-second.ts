/**
 * Returns the maximum number of events within any period of one second.
 *
 * @param times the times of the events, in milliseconds
 */
export function mostInASecond(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  let first = 0;
  return sorted.reduce((most, time, index) => {
    while ((sorted[first] ?? time) <= time - 1_000) {
      first += 1;
    }
    return Math.max(most, index - first + 1);
  }, 0);
}
