import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installMinistack } from '../../local/ministack/ministack.ts';

const REPAIRS = join(import.meta.dirname, '..', '..', 'local', 'ministack');
const RACES = join(import.meta.dirname, 'race-ministack.py');

/** Lets 8 threads do the same at the same moment in a MiniStack; returns how many succeeded. */
async function race(...parameters: string[]): Promise<Record<string, number>> {
  const { stdout } = await promisify(execFile)(await installMinistack(), [RACES, ...parameters], {
    env: { ...process.env, PYTHONPATH: REPAIRS },
  });
  return JSON.parse(stdout);
}

test('deduplicates, delivers and starts once, whatever happens at the same moment, in the repaired MiniStack', async () => {
  expect(await race('repaired')).toEqual({
    deduplicated: 1,
    deduplicatedInOneGroup: 1,
    deduplicatedInTwoGroups: 2,
    sentWhileDeleting: 100,
    receivedOfOneGroup: 1,
    startedWithOneName: 1,
  });
});

// if this fails, the repairs of queues and of execution names in local/ministack/repairs can go
test('does these things more than once in MiniStack as released', async () => {
  const { sentWhileDeleting, ...twice } = await race();

  expect(sentWhileDeleting).toBeLessThan(100);
  expect(Object.values(twice)).toEqual([8, 8, 8, 8, 8]);
});
