import { Problem } from '../../local/problem.ts';
import { takeDown } from '../../local/take-down.ts';

test('one that fails is told in a sentence, and the others are done', async () => {
  const done: number[] = [];
  const told: string[] = [];
  const isDown = await takeDown(
    [
      async () => done.push(1),
      () => Promise.reject(new Error('EACCES: permission denied')),
      () => Promise.reject(new Problem('The folder is in use.')),
      async () => done.push(2),
    ],
    (sentence) => told.push(sentence),
  );

  expect(isDown).toBe(false);
  expect(done).toEqual([1, 2]);
  expect(told).toEqual(['Not everything could be taken down: EACCES: permission denied.', 'The folder is in use.']);
});

test('where all is done, nothing is told', async () => {
  const tell = jest.fn();
  expect(await takeDown([async () => {}], tell)).toBe(true);
  expect(tell).not.toHaveBeenCalled();
});
