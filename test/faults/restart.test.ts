import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployOn } from '../../local/cdk.ts';
import { installMinistack, type Ministack, startMinistack } from '../../local/ministack.ts';
import { SERVICE } from '../end-to-end/service-names.ts';
import { emptyCache, rows, runRemindme } from '../support/run-remindme.ts';
import { addFaultRow, printFaultTable } from './fault-table.ts';

let folder: string;
let ministack: Ministack;

/** Starts a MiniStack that keeps what it has when it is asked to end. */
async function startWithMemory(): Promise<void> {
  ministack = await startMinistack({
    python: await installMinistack(),
    environment: { PERSIST_STATE: '1', STATE_DIR: folder },
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'remindme-state-'));
  await startWithMemory();
  await deployOn(ministack, { name: SERVICE });
});
afterAll(async () => {
  await ministack.stop();
  await rm(folder, { recursive: true, force: true });
  printFaultTable('The local AWS ended and started again');
});

const remindme = (...args: string[]) =>
  runRemindme([...args, '--json'], { env: { ...ministack.clientEnvironment, XDG_CACHE_HOME: emptyCache() } });

// MiniStack keeps state machines and the list of executions, but no execution goes on: it ends them as failed. AWS keeps them.
test('a reminder that waited meanwhile has failed, is listed as such and can be started again', async () => {
  const id = String(rows(await remindme('add', 'water the plants', 'P1D'))[0]?.['id']);

  await ministack.stop();
  await startWithMemory();

  const failed = rows(await remindme('list', '--status', 'failed'));
  expect(failed.map((row) => row['id'])).toEqual([id]);
  expect(rows(await remindme('show', id))[0]).toMatchObject({ status: 'failed', error: 'States.ServiceRestart' });

  const retried = await remindme('retry', id, '--via', 'sns');
  expect(retried.code).toBe(0);
  expect(rows(retried)[0]).toMatchObject({ retryOf: id });
  addFaultRow({
    fault: 'ended and started again during a wait',
    tries: 1,
    delivered: 0,
    twice: 0,
    lost: 0,
    told: 'list --status failed: States.ServiceRestart; retry starts it again',
  });
});
