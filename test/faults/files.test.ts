import { setTimeout as delay } from 'node:timers/promises';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { executionName } from '../../core/reminder/execution-name.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { ImportReport } from '../../core/reminder-file/import-report.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { CLIENT_CONFIG, ended, inboxOf, parameter, sfn } from '../end-to-end/deployed-service.ts';
import { pointFunctionAt } from './deployed-function.ts';
import { FUNCTION_CALLS, faultCases, OFTEN_OF_IMPORT } from './fault-cases.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { addFaultRow, printFaultTable } from './fault-table.ts';
import { BEHIND } from './services.ts';

/** Tests that an import loses no reminder and starts none twice if an AWS call of its functions fails. */

const END_SECONDS = 120;
const EMAIL_MILLISECONDS = 30_000;
const { functions, parameters, stateMachines } = physicalNames(BEHIND);
const stateMachineArn = `arn:aws:states:us-east-1:000000000000:stateMachine:${stateMachines.importFile}`;
const s3 = new S3Client(CLIENT_CONFIG);
const DUE = formatInstant(Math.floor(Date.now() / 1_000) * 1_000 + 86_400_000);

let Bucket: string;
let operations: Inbox;
let number = 0;

beforeAll(async () => {
  Bucket = await parameter(parameters.filesBucket);
  operations = await inboxOf(BEHIND, 'operationsTopicArn');
  // reduce the number of retries, to keep the test run short
  const { definition = '' } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const shortened = definition.replaceAll('"MaxAttempts":10', '"MaxAttempts":1');
  expect(shortened).not.toBe(definition);
  await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: shortened }));
});
afterAll(async () => {
  for (const name of [functions.normaliseFile, functions.reportFile]) {
    await pointFunctionAt(name, CLIENT_CONFIG.endpoint);
  }
  await operations.close();
  printFaultTable('The import of a file');
});

const executionsOf = async (arn: string) =>
  (await sfn.send(new ListExecutionsCommand({ stateMachineArn: arn, maxResults: 1_000 }))).executions ?? [];

/** Puts a file with one reminder into the bucket, and waits until its import has ended. */
async function importOne(key: string, message: string) {
  const before = new Set((await executionsOf(stateMachineArn)).map(({ executionArn }) => executionArn));
  await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: `message,when\n"${message}",${DUE}\n` }));
  for (;;) {
    const started = (await executionsOf(stateMachineArn)).find(({ executionArn }) => !before.has(executionArn));
    if (started) {
      return ended(started.executionArn ?? '', END_SECONDS);
    }
    await delay(25);
  }
}

/** Counts the executions of the reminder with the given message. */
async function countStarted(message: string): Promise<number> {
  const name = executionName({ message, subject: 'Reminder', dueAt: DUE });
  const all = await executionsOf(await parameter(parameters.stateMachineArn('sns')));
  return all.filter((execution) => execution.name === name).length;
}

async function reportOf(key: string): Promise<ImportReport> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: key.replace(/^inbox(.*)$/, 'reports$1.json') }));
  return JSON.parse((await Body?.transformToString()) ?? '') as ImportReport;
}

const emailsAbout = (key: string) => operations.arrivals.filter(({ message }) => message.includes(key)).length;

describe.each(['normalise-file', 'report-file'] as const)('%s', (name) => {
  const functionName = `${BEHIND}-${name}`;

  test.each(faultCases(FUNCTION_CALLS[name], OFTEN_OF_IMPORT))('loses nothing: %s', async (what, rule) => {
    number += 1;
    const key = `inbox/fault-${number}.csv`;
    const message = `${name}, ${what}`;
    const proxy = await startFaultProxy(CLIENT_CONFIG.endpoint, rule);
    await pointFunctionAt(functionName, proxy.endpoint);

    const execution = await importOne(key, message);
    await proxy.close();
    await pointFunctionAt(functionName, CLIENT_CONFIG.endpoint);

    const started = await countStarted(message);
    await operations.until(() => emailsAbout(key) > 0, EMAIL_MILLISECONDS);
    addFaultRow({
      fault: message.replace(/, once$/, ''),
      tries: proxy.tries,
      delivered: Math.min(started, 1),
      twice: Math.max(0, started - 1),
      emails: emailsAbout(key),
      lost: started === 0 ? 1 : 0,
      reported: '',
    });
    expect(proxy.tries).toBeGreaterThan(0);
    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
    expect(started).toBe(1);
    expect(await reportOf(key)).toMatchObject({ rows: 1, refused: [] });
    // even if an email was queued twice, only one arrives, because SQS drops the second copy
    expect(emailsAbout(key)).toBe(1);
  });

  test.each(FUNCTION_CALLS[name])(
    'an import whose %s always fails is reported, and works when it is started again',
    async (call) => {
      number += 1;
      const key = `inbox/fault-${number}.csv`;
      const message = `${name}, ${call} always fails`;
      const proxy = await startFaultProxy(CLIENT_CONFIG.endpoint, {
        call,
        fault: 'throttled',
        times: Number.POSITIVE_INFINITY,
      });
      await pointFunctionAt(functionName, proxy.endpoint);

      const failed = await importOne(key, message);
      const isReported = () => operations.arrivals.some(({ message }) => message.includes(failed.executionArn ?? '-'));
      await operations.until(isReported, EMAIL_MILLISECONDS);
      await proxy.close();
      await pointFunctionAt(functionName, CLIENT_CONFIG.endpoint);
      // start the import again, because the local AWS cannot redrive
      const { executionArn = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: failed.input }));
      const again = await ended(executionArn, END_SECONDS);

      const started = await countStarted(message);
      addFaultRow({
        fault: message,
        tries: proxy.tries,
        delivered: Math.min(started, 1),
        twice: Math.max(0, started - 1),
        lost: started === 0 ? 1 : 0,
        reported: `operations, ${failed.error}`,
      });
      expect(failed).toMatchObject({ status: 'FAILED', error: 'FileNotImported' });
      expect(isReported()).toBe(true);
      expect(again).toMatchObject({ status: 'SUCCEEDED' });
      expect(started).toBe(1);
      expect(await reportOf(key)).toMatchObject({ rows: 1, refused: [] });
    },
  );
});
