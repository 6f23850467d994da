import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import type { BatchResult } from '../../core/reminder-file/import-work.ts';
import { sqs } from '../../lambda/kit/throttled-queue.ts';
import { handler, type ReportRequest } from '../../lambda/report-file/handler.ts';
import { FakeBucket } from '../support/fake-bucket.ts';

const FOLDER = 'work/an-import/';
const REPORT = 'reports/a/b.csv.json';
const REQUEST: ReportRequest = {
  key: 'inbox/a/b.csv',
  folder: FOLDER,
  event: 'an-event',
  rows: 3,
  reminders: 3,
  startedAt: '2027-01-01T00:00:00Z',
};

let bucket: FakeBucket;
let queue: ReturnType<typeof mockClient>;
beforeEach(() => {
  Object.assign(process.env, { SERVICE: 'remindme', AWS_REGION: 'eu-central-1', QUEUE_URL: 'https://queue' });
  bucket = new FakeBucket();
  bucket.put(`${FOLDER}refused.jsonl`, '');
  queue = mockClient(sqs);
  queue.on(SendMessageCommand).resolves({});
});

/** Writes the results of batches into the fake bucket, as a Map Run does. Returns the key of the manifest. */
function results(...batches: readonly BatchResult[]): string {
  const key = `${FOLDER}results/a-run/SUCCEEDED_0.jsonl`;
  const manifest = `${FOLDER}results/a-run/manifest.json`;
  bucket.put(key, batches.map((batch) => `${JSON.stringify(batch)}\n`).join(''));
  bucket.put(manifest, JSON.stringify({ ResultFiles: { FAILED: [], PENDING: [], SUCCEEDED: [{ Key: key }] } }));
  return manifest;
}

const report = () => JSON.parse(bucket.text(REPORT));
const emails = () =>
  queue
    .commandCalls(SendMessageCommand)
    .map(({ args: [{ input }] }) => ({ ...input, email: JSON.parse(String(input.MessageBody)) }));

test('sums up the batches, and sorts the refused rows of both steps by line', async () => {
  bucket.put(`${FOLDER}refused.jsonl`, '{"line":3,"problem":"It is wrong."}\n');
  const manifest = results(
    { started: 2, existing: 0, refused: [{ line: 5, problem: 'It could not be started.' }] },
    { started: 0, existing: 1, refused: [] },
  );

  const output = await handler({ ...REQUEST, rows: 5, reminders: 4, manifest });

  expect(report()).toEqual({
    rows: 5,
    started: 2,
    existing: 1,
    refused: [
      { line: 3, problem: 'It is wrong.' },
      { line: 5, problem: 'It could not be started.' },
    ],
    startedAt: '2027-01-01T00:00:00Z',
    endedAt: expect.stringMatching(/Z$/),
  });
  expect(output).toEqual({ rows: 5, started: 2, existing: 1, refused: 2, report: REPORT });
});

test('reports a file without a valid row', async () => {
  const problem = 'It is empty. Give a file with reminders.';

  await handler({ ...REQUEST, rows: 0, reminders: 0, problem });

  expect(report()).toMatchObject({ rows: 0, started: 0, existing: 0, refused: [], problem });
});

test('says how many reminders have no result', async () => {
  const manifest = results({ started: 1, existing: 0, refused: [] });

  await handler({ ...REQUEST, manifest, problem: 'It has too many rows.' });

  expect(report().problem).toMatch(/^It has too many rows[.] It is not known whether 2 reminders were started[.]/);
});

test('queues one email to operators, with counts, line numbers and the command that shows the report', async () => {
  const refused = Array.from({ length: 12 }, (_, index) => ({ line: index + 1_000, problem: 'secret text' }));
  const manifest = results({ started: 9_000, existing: 0, refused });

  await handler({ ...REQUEST, rows: 9_012, reminders: 9_012, manifest });

  expect(emails()).toEqual([
    expect.objectContaining({ MessageGroupId: 'operations', MessageDeduplicationId: 'import-an-event' }),
  ]);
  expect(emails()[0]?.email).toEqual({
    subject: 'remindme: a file was imported in part',
    message: `The file inbox/a/b.csv was imported in part.

Rows: 9,012
Started: 9,000
Started before: 0
Refused: 12 (lines 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009 and 2 more)

See the report, which has the reasons:
aws s3 cp 's3://a-bucket/reports/a/b.csv.json' - --region eu-central-1
`,
  });
});

test.each<[subject: string, change: Partial<ReportRequest>, batch: BatchResult]>([
  ['a file was imported', {}, { started: 2, existing: 1, refused: [] }],
  ['a file was imported in part', { problem: 'secret text' }, { started: 3, existing: 0, refused: [] }],
  [
    'a file was not imported',
    { rows: 1, reminders: 0, problem: 'secret text' },
    { started: 0, existing: 0, refused: [] },
  ],
])('the email says that %s, and repeats no text of a reminder', async (subject, change, batch) => {
  await handler({ ...REQUEST, ...change, manifest: results(batch) });

  expect(emails()[0]?.email.subject).toBe(`remindme: ${subject}`);
  expect(emails()[0]?.email.message).not.toContain('secret');
});

test('the command in the email works with any key', async () => {
  await handler({
    ...REQUEST,
    key: "inbox/it's\nhere.csv",
    manifest: results({ started: 3, existing: 0, refused: [] }),
  });

  expect(emails()[0]?.email.message).toContain("'s3://a-bucket/reports/it'\\''s here.csv.json'");
});

test('changes nothing if the event was reported before', async () => {
  await handler({ ...REQUEST, manifest: results({ started: 3, existing: 0, refused: [] }) });
  const first = report();

  const output = await handler({ ...REQUEST, manifest: results({ started: 0, existing: 3, refused: [] }) });

  expect(report()).toEqual(first);
  expect(emails()).toHaveLength(1);
  expect(output).toMatchObject({ existing: 3 });
});

test('a later event about the same file gets a report and an email of its own', async () => {
  await handler({ ...REQUEST, manifest: results({ started: 3, existing: 0, refused: [] }) });

  await handler({ ...REQUEST, event: 'a-later-event', manifest: results({ started: 0, existing: 3, refused: [] }) });

  expect(report()).toMatchObject({ started: 0, existing: 3 });
  expect(emails().map((each) => each.MessageDeduplicationId)).toEqual(['import-an-event', 'import-a-later-event']);
});
