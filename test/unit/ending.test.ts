import { takeDown } from '../../local/service/ending.ts';
import { Problem } from '../../local/terminal/problem.ts';

test('runs all closing actions, and reports each failure in a sentence', async () => {
  const done: number[] = [];
  const reported: string[] = [];
  const isDown = await takeDown(
    [
      async () => done.push(1),
      () => Promise.reject(new Error('EACCES: permission denied')),
      () => Promise.reject(new Problem('The folder is in use.')),
      async () => done.push(2),
    ],
    (sentence) => reported.push(sentence),
  );

  expect(isDown).toBe(false);
  expect(done).toEqual([1, 2]);
  expect(reported).toEqual(['Not everything could be taken down: EACCES: permission denied.', 'The folder is in use.']);
});

test('reports nothing if all actions succeed', async () => {
  const report = jest.fn();
  expect(await takeDown([async () => {}], report)).toBe(true);
  expect(report).not.toHaveBeenCalled();
});
