import { mostInASecond } from '../../local/most-in-a-second.ts';

test.each<[what: string, times: readonly number[], most: number]>([
  ['none', [], 0],
  ['one', [1_234], 1],
  ['a whole second apart', [0, 1_000, 2_000], 1],
  ['across the end of a second by the clock', [900, 1_100, 1_300, 5_000], 3],
  ['in any order', [1_300, 5_000, 900, 1_100], 3],
  ['the second of which begins after the first', [0, 999, 1_500, 1_998, 2_600], 3],
])('%s', (_, times, most) => {
  expect(mostInASecond(times)).toBe(most);
});
