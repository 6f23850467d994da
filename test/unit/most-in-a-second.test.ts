import { mostInASecond } from '../../benchmarks/most-in-a-second.ts';

test.each<[what: string, times: readonly number[], most: number]>([
  ['no time', [], 0],
  ['one time', [1_234], 1],
  ['times a whole second apart', [0, 1_000, 2_000], 1],
  ['times across the end of a second by the clock', [900, 1_100, 1_300, 5_000], 3],
  ['times in any order', [1_300, 5_000, 900, 1_100], 3],
  ['a second that begins after the first time', [0, 999, 1_500, 1_998, 2_600], 3],
])('counts %s', (_, times, most) => {
  expect(mostInASecond(times)).toBe(most);
});
