/** The largest number of times, in milliseconds, that lie within the same second, wherever that second begins. */
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
