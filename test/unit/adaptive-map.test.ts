import { setTimeout as sleep } from 'node:timers/promises';
import { adaptiveMap } from '../../client/bulk/adaptive-map.ts';

async function* numbers(count: number): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) {
    yield number;
  }
}

/**
 * Returns a function that processes an item, and its statistics. `seen` lists how many items were in progress at each start.
 * `throttles` counts the starts with more than `throttleAbove` items in progress.
 */
function worker(throttleAbove = Number.POSITIVE_INFINITY) {
  let atOnce = 0;
  let throttles = 0;
  const seen: number[] = [];
  const work = async (number: number) => {
    atOnce += 1;
    seen.push(atOnce);
    throttles += Number(atOnce > throttleAbove);
    await sleep(1 + (number % 3));
    atOnce -= 1;
    return number;
  };
  return { work, throttles: () => throttles, seen };
}

test('yields the results in order, while the number of concurrent items grows', async () => {
  const { work, throttles, seen } = worker();
  const results: number[] = [];
  for await (const result of adaptiveMap(numbers(500), { work, throttles })) {
    results.push(result);
  }
  expect(results).toEqual(Array.from({ length: 500 }, (_, number) => number));
  expect(seen[0]).toBe(1);
  expect(Math.max(...seen)).toBe(40);
});

test('handles fewer items at the same time when AWS throttles', async () => {
  const { work, throttles, seen } = worker(8);
  for await (const _ of adaptiveMap(numbers(2_000), { work, throttles })) {
    // this test does not check the results
  }
  expect(Math.max(...seen)).toBeLessThanOrEqual(20);
  const later = seen.slice(500);
  expect(Math.max(...later)).toBeLessThanOrEqual(12);
  expect(later.reduce((sum, each) => sum + each, 0) / later.length).toBeGreaterThan(3);
});

test('yields the results before an error, and waits for the items that have started', async () => {
  const results: number[] = [];
  let unfinished = 0;
  const work = async (number: number) => {
    unfinished += 1;
    await sleep(number === 5 ? 1 : 20);
    unfinished -= 1;
    if (number === 5) {
      throw new Error('number 5');
    }
    return number;
  };
  const all = async () => {
    for await (const result of adaptiveMap(numbers(100), { work, throttles: () => 0 })) {
      results.push(result);
    }
  };
  await expect(all()).rejects.toThrow('number 5');
  expect({ results, unfinished }).toEqual({ results: [0, 1, 2, 3, 4], unfinished: 0 });
});
