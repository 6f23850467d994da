import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { INBOX, reportKey, WORK } from '../core/naming/file-keys.ts';
import { physicalNames } from '../core/naming/physical-names.ts';
import { formatInstant } from '../core/reminder/timestamp.ts';
import type { ImportReport } from '../core/reminder-file/import-report.ts';
import { bundleFunctions } from '../lib/kit/functions/bundle-functions.ts';
import { clientEnvironment, NO_SDK_WARNING } from '../local/ministack/client-config.ts';
import { SERVICE } from '../local/service/start-service.ts';
import { machine } from './machine.ts';
import { mostInASecond } from './most-in-a-second.ts';
import { readCounts } from './read-counts.ts';
import { runBenchmark } from './run-benchmark.ts';
import { say } from './say.ts';
import { startDeployed } from './start-deployed.ts';

// Uploads a file to the bucket. Measures the average and the maximum number of starts in a second, and counts the lost and
// duplicate reminders. Then measures the time and memory of the function `normalise-file` with a file of the maximum size.

const USAGE = 'Usage: npm run bench:files -- [--rows N] [--largest N]';
/** The maximum number of starts in any period of one second (docs/adr/0018-paced-import.md). */
const MOST_IN_A_SECOND = 100;
const DAY_MILLISECONDS = 86_400_000;
/** The number of days until the reminders are due. None of them is sent during the benchmark. */
const DAYS_AHEAD = 300;
const LARGEST_BYTES = 50_000_000;

const run = promisify(execFile);
const { parameters, stateMachines } = physicalNames(SERVICE);

/**
 * Returns the text of a CSV file with the given number of rows. Each row has a different due time, and the last row is due
 * first.
 */
function csv(rows: number, textBytes = 0): string {
  const first = Math.floor(Date.now() / 1_000) * 1_000 + DAYS_AHEAD * DAY_MILLISECONDS;
  const text = 'x'.repeat(textBytes);
  const lines = Array.from(
    { length: rows },
    (_, row) => `reminder ${row} ${text},${formatInstant(first - row * 1_000)}`,
  );
  return `message,when\n${lines.join('\n')}\n`;
}

/** The output of `read-large-file.js`. */
interface FunctionRun {
  readonly answer: unknown;
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly megabytes: number;
}

await runBenchmark(async (atEnd) => {
  const { rows, largest } = readCounts(USAGE, { rows: 10_000, largest: 100_000 });
  const folder = join(import.meta.dirname, '..', '.local', 'benchmark', String(process.pid));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const ministack = await startDeployed(atEnd);
  const s3 = new S3Client(ministack.clientConfig);
  const sfn = new SFNClient(ministack.clientConfig);
  const { Parameter } = await new SSMClient(ministack.clientConfig).send(
    new GetParameterCommand({ Name: parameters.filesBucket }),
  );
  const Bucket = Parameter?.Value ?? '';
  const arn = (name: string) => `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;

  say(`importing a file of ${rows} rows`);
  const key = `${INBOX}reminders.csv`;
  const began = Date.now();
  await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: csv(rows) }));
  for (let isRunning = true; isRunning; ) {
    await delay(500);
    const { executions = [] } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: arn(stateMachines.importFile) }),
    );
    isRunning = executions.length === 0 || executions.some(({ status }) => status === 'RUNNING');
  }
  const seconds = (Date.now() - began) / 1_000;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: reportKey(key) }));
  const report = JSON.parse((await Body?.transformToString()) ?? '') as ImportReport;

  const started: { readonly name: string; readonly at: number }[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: arn(stateMachines.sns), maxResults: 1_000, nextToken }),
    );
    started.push(
      ...(page.executions ?? []).map(({ name = '', startDate }) => ({ name, at: startDate?.getTime() ?? 0 })),
    );
    nextToken = page.nextToken;
  } while (nextToken);
  const lost = rows - new Set(started.map(({ name }) => name)).size;
  const twice = started.length - new Set(started.map(({ name }) => name)).size;
  const most = mostInASecond(started.map(({ at }) => at));

  say(`reading a file of ${largest} rows and ${LARGEST_BYTES} bytes`);
  const textBytes = Math.floor(LARGEST_BYTES / largest) - 'reminder 99999 ,2027-01-01T00:00:00Z\n'.length;
  const large = csv(largest, textBytes);
  const largeKey = `${INBOX}large.txt`; // a file with this ending starts no import
  await s3.send(new PutObjectCommand({ Bucket, Key: largeKey, Body: large }));
  const env = {
    PATH: process.env['PATH'] ?? '',
    ...clientEnvironment(ministack.port),
    ...NO_SDK_WARNING,
    BUCKET: Bucket,
  };
  const runFunction = async (name: string, event: object): Promise<FunctionRun> => {
    const code = join(folder, name, 'index.mjs');
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(code, bundleFunctions([name])[name] ?? '');
    const { stdout } = await run(
      process.execPath,
      [join(import.meta.dirname, 'read-large-file.js'), code, JSON.stringify(event)],
      { env },
    );
    return JSON.parse(stdout) as FunctionRun;
  };
  const request = { key: largeKey, folder: `${WORK}large/`, event: 'large' };
  const read = await runFunction('normalise-file', request);

  process.stdout.write(`${machine()}
| a file of ${rows} rows in the bucket | |
|---|---|
| time until the report | ${seconds.toFixed(1)} s, ${(rows / seconds).toFixed(0)} rows per second |
| started, existing, refused | ${report.started}, ${report.existing}, ${report.refused.length} |
| lost, twice | ${lost}, ${twice} |
| most starts in any second | ${most} (at most ${MOST_IN_A_SECOND}) |

| the function that reads a file of ${largest} rows and ${(Buffer.byteLength(large) / 1e6).toFixed(1)} MB | |
|---|---|
| answer | ${JSON.stringify(read.answer)} |
| time, user CPU time | ${read.seconds.toFixed(1)} s, ${read.processorSeconds.toFixed(1)} s |
| most memory | ${read.megabytes.toFixed(0)} MB |
`);
  return lost === 0 && twice === 0 && most <= MOST_IN_A_SECOND && report.started === rows;
});
