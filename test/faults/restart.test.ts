import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { openInbox } from '../../local/inbox/inbox.ts';
import { installMinistack, type Ministack, startMinistack } from '../../local/ministack/ministack.ts';
import { deployOn } from '../../local/service/cdk.ts';
import { SERVICE } from '../end-to-end/service-names.ts';
import { emptyCache, rows, runRemindme } from '../support/run-remindme.ts';
import { addFaultRow, printFaultTable } from './fault-table.ts';

/** The time that MiniStack has to save its state when it is stopped. */
const STOP_MILLISECONDS = 60_000;
/** Enough time to stop MiniStack before the reminder is due. */
const WAIT_SECONDS = 10;

let folder: string;
let ministack: Ministack;

/** Starts a MiniStack that saves its state when it ends. */
async function startWithMemory(): Promise<void> {
  ministack = await startMinistack({
    python: await installMinistack(),
    environment: { PERSIST_STATE: '1', STATE_DIR: folder },
    stopMilliseconds: STOP_MILLISECONDS,
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

async function topicArn(): Promise<string> {
  const ssm = new SSMClient(ministack.clientConfig);
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: physicalNames(SERVICE).parameters.topicArn }));
  return Parameter?.Value ?? '';
}

// when MiniStack restarts, the executions that were running fail; AWS has no such restarts
test('lists a reminder that waited during the restart as failed, and starts it again', async () => {
  const [added] = rows(await remindme('add', 'water the plants', `in ${WAIT_SECONDS} seconds`));
  const id = String(added?.['id']);

  await ministack.stop();
  await startWithMemory();
  // wait until the reminder is due, because an execution that starts earlier would wait for the due time
  await delay(Math.max(0, Date.parse(String(added?.['due'])) - Date.now()));

  const failed = rows(await remindme('list', '--status', 'failed'));
  expect(failed.map((row) => row['id'])).toEqual([id]);
  expect(rows(await remindme('show', id))[0]).toMatchObject({ status: 'failed', error: 'States.ServiceRestart' });

  const inbox = await openInbox({ clientConfig: ministack.clientConfig, topicArn: await topicArn() });
  try {
    const retried = await remindme('retry', id, '--via', 'sns');
    expect(retried.code).toBe(0);
    expect(rows(retried)[0]).toMatchObject({ retryOf: id });
    const arrival = await inbox.arrivalOf(String(rows(retried)[0]?.['id']), 60_000);
    expect(arrival).toMatchObject({ message: 'water the plants' });
    addFaultRow({
      fault: 'ended and started again during a wait',
      tries: 1,
      delivered: inbox.arrivals.length,
      twice: inbox.arrivals.length - 1,
      lost: 0,
      reported: 'list --status failed: States.ServiceRestart; retry sends it',
    });
  } finally {
    await inbox.close();
  }
});
