import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installMinistack } from '../../local/ministack/ministack.ts';

const REPAIRS = join(import.meta.dirname, '..', '..', 'local', 'ministack');
const RACES = join(import.meta.dirname, 'race-ministack.py');

/** Runs the races in race-ministack.py. Returns how many calls took effect, keyed by the race. */
async function race(...parameters: string[]): Promise<Record<string, number>> {
  const { stdout } = await promisify(execFile)(await installMinistack(), [RACES, ...parameters], {
    env: { ...process.env, PYTHONPATH: REPAIRS },
  });
  return JSON.parse(stdout);
}

test('the repaired MiniStack deduplicates, delivers and starts only once, even if calls come at the same moment', async () => {
  expect(await race('repaired')).toEqual({
    deduplicated: 1,
    deduplicatedInOneGroup: 1,
    deduplicatedInTwoGroups: 2,
    sentWhileDeleting: 100,
    receivedOfOneGroup: 1,
    startedWithOneName: 1,
  });
});

// if this test fails, the repairs of queues and execution names (local/ministack/repairs) may be obsolete
test('MiniStack without the repairs does these things more than once', async () => {
  const { sentWhileDeleting, ...twice } = await race();

  expect(sentWhileDeleting).toBeLessThan(100);
  expect(Object.values(twice)).toEqual([8, 8, 8, 8, 8]);
});
