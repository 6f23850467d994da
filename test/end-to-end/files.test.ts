import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mostInASecond } from '../../benchmarks/most-in-a-second.ts';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { executionName } from '../../core/reminder/execution-name.ts';
import type { ImportReport } from '../../core/reminder-file/import-report.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { runProgram } from '../../local/python/run-program.ts';
import { emptyCache, rows, runRemindme } from '../support/run-remindme.ts';
import { awsCliIn } from './aws-cli.ts';
import { CLIENT_CONFIG, ended, inboxOf, parameter, poll, sfn, start } from './deployed-service.ts';
import { SERVICE } from './service-names.ts';

/** The first run downloads the AWS CLI. */
jest.setTimeout(300_000);

const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'files.md');
const END_SECONDS = 120;

const s3 = new S3Client(CLIENT_CONFIG);
const { parameters, stateMachines } = physicalNames(SERVICE);
const IMPORT = `arn:aws:states:us-east-1:000000000000:stateMachine:${stateMachines.importFile}`;

let bucket: string;
let operations: Inbox;
beforeAll(async () => {
  bucket = await parameter(parameters.filesBucket);
  operations = await inboxOf(SERVICE, 'operationsTopicArn');
});
afterAll(() => operations.close());

const imports = async () => (await sfn.send(new ListExecutionsCommand({ stateMachineArn: IMPORT }))).executions ?? [];

/** A part of each reminder's message, unique to this test file. */
const TEXT = `of a bucket by ${process.pid} at ${Date.now()}`;
const inSeconds = (seconds: number) => `${new Date(Date.now() + seconds * 1_000).toISOString().slice(0, 19)}Z`;

async function reportOf(key: string): Promise<ImportReport> {
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key: key.replace(/^inbox(.*)$/, 'reports$1.json') }),
  );
  return JSON.parse((await Body?.transformToString()) ?? '');
}

/** Puts a file into the bucket, and waits until its import has succeeded. Returns the import's execution and report. */
async function importFile(key: string, file: string | Uint8Array) {
  const before = new Set((await imports()).map(({ executionArn }) => executionArn));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: file }));
  const started = await poll(
    async () => (await imports()).find(({ executionArn }) => !before.has(executionArn)),
    END_SECONDS,
  );
  const execution = await ended(started?.executionArn ?? '', END_SECONDS);
  expect(execution).toMatchObject({ status: 'SUCCEEDED' });
  return { execution, report: await reportOf(key) };
}

const emailsAbout = (key: string) => operations.arrivals.filter(({ message }) => message.includes(key));

test('the commands in docs/files.md work as printed, and the reminder arrives', async () => {
  const inbox = await inboxOf(SERVICE);
  const folder = await mkdtemp(join(tmpdir(), 'files-'));
  const blocks = [...readFileSync(DOCUMENT, 'utf8').matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);

  const { code, stdout, stderr } = await runProgram('bash', ['-euo', 'pipefail', '-c', blocks.join('')], {
    cwd: folder,
    env: { ...process.env, HOME: folder, PATH: [await awsCliIn(folder), process.env['PATH']].join(delimiter) },
  });

  expect(`${stderr}exit code ${code}`).toMatch(/exit code 0$/);
  expect(stdout).toContain('"rows": 2');
  const key = 'inbox/team/reminders.csv';
  expect(await reportOf(key)).toMatchObject({ rows: 2, refused: [] });
  expect(await inbox.until((all) => all.some(({ message }) => message === 'stretch'), 60_000)).toBe(true);
  expect(await operations.until(() => emailsAbout(key).length > 0, 60_000)).toBe(true);
  await inbox.close();
  await rm(folder, { recursive: true });
});

test('the same file starts nothing twice, even if the command imports it too', async () => {
  const key = 'inbox/again.csv';
  const due = inSeconds(86_400);
  const file = `\ufeffwhen;message;via\r\n${due};"=1+1 ""of""\r\n${TEXT}";sns\r\n${due};lambda ${TEXT};lambda\r\n30 February;x;\r\n`;

  const first = await importFile(key, file);
  const second = await importFile(key, file);
  const command = await runRemindme(['import', '-', '--json', '--tz', 'UTC'], {
    env: { XDG_CACHE_HOME: emptyCache() },
    input: file,
  });

  const refused = [{ line: 5, problem: expect.stringContaining('February') }];
  expect(first.report).toMatchObject({ rows: 3, started: 2, existing: 0, refused });
  expect(second.report).toMatchObject({ rows: 3, started: 0, existing: 2, refused });
  expect(rows(command).at(-1)).toMatchObject({ rows: 3, started: 0, existing: 2, refused });
  expect(await operations.until(() => emailsAbout(key).length === 2, 60_000)).toBe(true);
  expect(emailsAbout(key)[0]?.message).not.toContain(TEXT);
});

test('a file that cannot be read is reported, and is no failure of the service', async () => {
  const { execution, report } = await importFile('inbox/a "strange" näme.jsonl', new Uint8Array([0, 1, 2]));

  expect(report).toMatchObject({ rows: 0, started: 0, problem: expect.stringContaining('not a text file') });
  expect(JSON.parse(execution.output ?? '')).toMatchObject({ problem: report.problem });
  expect(await operations.until(() => emailsAbout('näme').length === 1, 60_000)).toBe(true);
});

test('a reminder whose time has passed is refused, unless it was started before', async () => {
  const dueAt = inSeconds(-3_600);
  const before = { message: `before ${TEXT}`, subject: 'Reminder' };
  await start(SERVICE, 'sns', { ...before, seconds: 86_400 }, executionName({ ...before, dueAt }));
  const lines = [before, { message: `missed ${TEXT}` }].map((each) => JSON.stringify({ ...each, timestamp: dueAt }));

  const { report } = await importFile('inbox/missed.jsonl', lines.join('\n'));

  const refused = [{ line: 2, problem: expect.stringContaining('is in the past') }];
  expect(report).toMatchObject({ rows: 2, started: 0, existing: 1, refused });
});

test('a reminder that is due in years waits in a schedule, and is started only once, even if it was cancelled', async () => {
  const key = 'inbox/years.csv';
  const file = `message,when\nin years ${TEXT},2091-01-27 09:00\n`;
  const remindme = (args: string[], input?: string) =>
    runRemindme([...args, '--json'], { env: { XDG_CACHE_HOME: emptyCache() }, ...(input !== undefined && { input }) });
  const pending = async () =>
    rows(await remindme(['list'])).filter(({ message }) => String(message) === `in years ${TEXT}`);

  const first = await importFile(key, file);
  await ended(await executionOfYears(), END_SECONDS);
  const [waiting] = await pending();
  const second = await importFile(key, file);
  const command = rows(await remindme(['import', '-', '--tz', 'UTC'], file)).at(-1);
  const exported = (await remindme(['export'])).stdout;
  await remindme(['cancel', String(waiting?.['id'])]);
  const third = await importFile(key, file);

  expect(first.report).toMatchObject({ rows: 1, started: 1, existing: 0, refused: [] });
  expect(waiting).toMatchObject({ due: '2091-01-27T09:00:00Z', status: 'pending' });
  expect(second.report).toMatchObject({ started: 0, existing: 1 });
  expect(command).toMatchObject({ started: 0, existing: 1 });
  expect(exported).toContain(`in years ${TEXT}`);
  expect(third.report).toMatchObject({ started: 0, existing: 1 });
  expect(await pending()).toEqual([]);
});

/** Returns the ARN of the execution that creates the schedule for the previous test's reminder. */
async function executionOfYears(): Promise<string> {
  const reminder = { message: `in years ${TEXT}`, subject: 'Reminder', dueAt: '2091-01-27T09:00:00Z' };
  const stateMachineArn = await parameter(parameters.stateMachineArn('sns'));
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${executionName(reminder)}`;
}

test('an event that EventBridge delivers twice leads to one report and one email', async () => {
  const key = 'inbox/twice.csv';
  const { execution, report } = await importFile(key, `message,when\ntwice ${TEXT},${inSeconds(86_400)}\n`);

  const { executionArn = '' } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn: IMPORT, input: execution.input }),
  );
  expect(await ended(executionArn, END_SECONDS)).toMatchObject({ status: 'SUCCEEDED' });

  expect(await reportOf(key)).toEqual(report);
  // wait for the email about a later import, because a second email about this one would arrive before it
  await importFile('inbox/after.csv', 'message,when\n');
  expect(await operations.until(() => emailsAbout('inbox/after.csv').length > 0, 60_000)).toBe(true);
  expect(emailsAbout(key)).toHaveLength(1);
});

test('an object starts an import only if it is in the inbox and its name ends like that of a file with reminders', async () => {
  const before = (await imports()).length;
  for (const key of ['reports/a.csv', 'work/a.csv', 'inbox/a.txt', 'a.csv', 'inbox/csv']) {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'message,when\n' }));
  }

  await importFile('inbox/deep/er/UPPER.CSV', 'message,when\n');

  expect(await imports()).toHaveLength(before + 1);
});

test('a file starts each reminder once, and at most 100 in any second', async () => {
  const count = 250;
  const due = inSeconds(86_400);
  const file = ['message,when', ...Array.from({ length: count }, (_, index) => `${index} ${TEXT},${due}`)].join('\n');

  const { execution, report } = await importFile('inbox/many.csv', file);

  expect(report).toMatchObject({ rows: count, started: count, existing: 0, refused: [] });
  const names = Array.from({ length: count }, (_, index) =>
    executionName({ message: `${index} ${TEXT}`, subject: 'Reminder', dueAt: due }),
  );
  const started = await startedSince(execution.startDate?.getTime() ?? 0);
  const mine = started.filter(({ name = '' }) => names.includes(name));
  expect(new Set(mine.map(({ name }) => name)).size).toBe(count);
  expect(mine).toHaveLength(count);
  expect(mostInASecond(mine.map(({ startDate }) => startDate?.getTime() ?? 0))).toBeLessThanOrEqual(100);
});

/** Lists the executions of the state machine `sns` that started at or after the given time. */
async function startedSince(time: number) {
  const all = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new ListExecutionsCommand({
        stateMachineArn: await parameter(parameters.stateMachineArn('sns')),
        maxResults: 1_000,
        nextToken,
      }),
    );
    all.push(...(page.executions ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return all.filter(({ startDate }) => (startDate?.getTime() ?? 0) >= time);
}
