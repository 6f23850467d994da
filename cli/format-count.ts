/** A number of things as people read it: `1,234`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}
