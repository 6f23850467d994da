import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { OPERATIONS_GROUP } from '../../core/email-throttle/message-groups.ts';
import { reportKey } from '../../core/naming/file-keys.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { ImportReport, RefusedRow } from '../../core/reminder-file/import-report.ts';
import { type BatchResult, type NormalisedFile, WORK_FILES } from '../../core/reminder-file/import-work.ts';
import { formatCount } from '../../core/text/format-count.ts';
import { openObject, s3, writeObject } from '../kit/bucket-objects.ts';
import { queueEmail } from '../kit/throttled-queue.ts';
import { importEmail } from './import-email.ts';

/** The request from the state machine. */
export interface ReportRequest extends NormalisedFile {
  /** The file's key in the bucket. */
  readonly key: string;
  /** The folder of the import, with a trailing slash. */
  readonly folder: string;
  /** The id of S3's event about the file. */
  readonly event: string;
  /** The key of the manifest that the Map Run wrote. Missing if no Map Run was started. */
  readonly manifest?: string;
}

/** The output of the function, and of the execution. */
export interface ReportResult extends Omit<ImportReport, 'refused' | 'startedAt' | 'endedAt'> {
  /** The number of refused rows. */
  readonly refused: number;
  /** The key of the report. */
  readonly report: string;
}

/** The parts of a Map Run's manifest that the function reads (AWS Step Functions Developer Guide, "ResultWriter"). */
interface Manifest {
  readonly ResultFiles: { readonly SUCCEEDED: readonly { readonly Key: string }[] };
}

async function readText(key: string): Promise<string> {
  const { bytes } = await openObject(key);
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function readJsonLines<T>(key: string): Promise<readonly T[]> {
  const text = await readText(key);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** Reads the results of all batches that succeeded. */
async function readBatches(manifest: string | undefined): Promise<readonly BatchResult[]> {
  if (manifest === undefined) {
    return [];
  }
  const { ResultFiles } = JSON.parse(await readText(manifest)) as Manifest;
  const files = await Promise.all(ResultFiles.SUCCEEDED.map(({ Key }) => readJsonLines<BatchResult>(Key)));
  return files.flat();
}

/** Builds the report. A failed batch has no result, so the report gives the number of reminders with an unknown result. */
async function makeReport({
  folder,
  manifest,
  rows,
  reminders,
  startedAt,
  ...file
}: ReportRequest): Promise<ImportReport> {
  const unread = await readJsonLines<RefusedRow>(`${folder}${WORK_FILES.refused}`);
  const batches = await readBatches(manifest);
  const sum = (countOf: (batch: BatchResult) => number) => batches.reduce((total, batch) => total + countOf(batch), 0);
  const started = sum((batch) => batch.started);
  const existing = sum((batch) => batch.existing);
  const notStarted = batches.flatMap(({ refused }) => refused);
  const unknown = reminders - started - existing - notStarted.length;
  const lost = `It is not known whether ${formatCount(unknown)} reminders were started. Put the file into the inbox again: nothing is started twice.`;
  const problems = [file.problem, unknown > 0 ? lost : undefined].filter((problem) => problem !== undefined);
  return {
    rows,
    started,
    existing,
    refused: [...unread, ...notStarted].sort((one, other) => one.line - other.line),
    ...(problems.length > 0 && { problem: problems.join(' ') }),
    startedAt,
    endedAt: formatInstant(Date.now()),
  };
}

/** Returns the event's id in the existing report's metadata, or `undefined` if there is no report. */
async function reportedEvent(key: string): Promise<string | undefined> {
  try {
    const { Metadata } = await s3.send(new HeadObjectCommand({ Bucket: process.env['BUCKET'], Key: key }));
    return Metadata?.['event'];
  } catch (error) {
    if ((error as Error).name === 'NotFound') {
      return undefined;
    }
    throw error;
  }
}

/**
 * Writes the report about a file, and queues one email for operators. If EventBridge delivers an event twice, the second call
 * finds the event's id in the report's metadata, and changes nothing. If both calls run at the same time, SQS drops the second
 * email.
 *
 * @throws the SDK's error if S3 or SQS fails. The state machine then retries the function.
 */
export async function handler(request: ReportRequest): Promise<ReportResult> {
  const { SERVICE: service = '', BUCKET: bucket = '', AWS_REGION: region = '' } = process.env;
  const { key, event } = request;
  const report = await makeReport(request);
  const at = reportKey(key);
  if ((await reportedEvent(at)) !== event) {
    const deduplicationId = `import-${event}`;
    await queueEmail(importEmail(report, { service, bucket, region, key }), {
      group: OPERATIONS_GROUP,
      deduplicationId,
    });
    // write the report after the email, because the report marks the event as reported
    await writeObject(at, `${JSON.stringify(report, null, 2)}\n`, {
      contentType: 'application/json',
      metadata: { event },
    });
  }
  const { refused, startedAt: _started, endedAt: _ended, ...result } = report;
  return { ...result, refused: refused.length, report: at };
}
