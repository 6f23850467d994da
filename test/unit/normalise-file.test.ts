import { executionName } from '../../core/reminder/execution-name.ts';
import { handler, MOST_MEGABYTES, MOST_ROWS } from '../../lambda/normalise-file/handler.ts';
import { FakeBucket } from '../support/fake-bucket.ts';

const NOW = Date.parse('2027-01-01T00:00:00Z');
const DUE = '2027-01-27T09:00:00Z';
const FOLDER = 'work/an-import/';
const REMINDERS = `${FOLDER}reminders.jsonl`;
const REFUSED = `${FOLDER}refused.jsonl`;

let bucket: FakeBucket;
beforeEach(() => {
  jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
  bucket = new FakeBucket();
});

/** Puts a file into the fake bucket, and runs the function for this file. */
async function read(file: string | Uint8Array, { key = 'inbox/a.csv', writtenAt = new Date(NOW) } = {}) {
  bucket.put(key, file, {}, writtenAt);
  return handler({ key, folder: FOLDER, event: 'an-event' });
}

const reminders = () => bucket.lines(REMINDERS);
const refused = () => bucket.lines(REFUSED);

const CALENDAR = `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:call mum\r\nDTSTART;TZID=Europe/London:20270127T090000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;

test.each<[what: string, file: string]>([
  ['CSV', 'message,when\ncall mum,2027-01-27 09:00\n'],
  ['CSV with semicolons, a byte order mark and CRLF', '\ufeffwhen;message\r\n2027-01-27 09:00;call mum\r\n'],
  ['CSV with a zone', 'message,when,zone\ncall mum,2027-01-27 10:00,Europe/Berlin\n'],
  ['JSON Lines', '{"message":"call mum","when":"2027-01-27 09:00"}\n'],
  ["JSON Lines with the machine's input", `{"message":"call mum","timestamp":"${DUE}"}`],
  ['a calendar', CALENDAR],
])('reads %s', async (_, file) => {
  expect(await read(file)).toEqual({ rows: 1, reminders: 1, startedAt: '2027-01-01T00:00:00Z' });

  const reminder = { message: 'call mum', subject: 'Reminder', dueAt: DUE };
  expect(reminders()).toEqual([
    {
      line: expect.any(Number),
      via: 'sns',
      name: executionName(reminder),
      input: { message: 'call mum', subject: 'Reminder', timestamp: DUE, import: 'an-event' },
    },
  ]);
  expect(refused()).toEqual([]);
});

test.each<[what: string, file: string]>([
  ['CSV', 'message,when\ncall mum,2126-12-31 09:00\n'],
  ['JSON Lines', '{"message":"call mum","timestamp":"2126-12-31T09:00:00Z"}\n'],
  ['a calendar', CALENDAR.replace('20270127', '21261231')],
])('reads a time in almost 100 years from %s, and refuses a later one', async (_, file) => {
  await read(file);
  const [reminder] = reminders();

  await read(file.replace('2126', '2127'));

  expect(reminder.input.timestamp).toBe('2126-12-31T09:00:00Z');
  expect(refused()).toEqual([
    { line: expect.any(Number), problem: expect.stringContaining('must be at most 100 years ahead') },
  ]);
  expect(reminders()).toEqual([]);
});

test('keeps quoted line breaks, other characters and formulas as they are', async () => {
  const messages = ['two\nlines, "quoted"', "=cmd|' /C calc'!A1", 'a\u2028b\u0085c ☕'];
  const rows = messages.map((message) => `"${message.replaceAll('"', '""')}",2027-01-27 09:00`);

  await read(['message,when', ...rows].join('\n'));

  expect(reminders().map(({ input }) => input.message)).toEqual(messages);
});

test('sorts reminders by due time, and puts reminders whose time has passed last', async () => {
  await read('message,when\nlate,2027-02-01 09:00\nmissed,2026-12-01 09:00\nsoon,2027-01-02 09:00\n');

  expect(reminders().map(({ line, missed }) => [line, missed])).toEqual([
    [4, undefined],
    [2, undefined],
    [3, expect.stringContaining('2026-12-01T09:00:00Z is in the past.')],
  ]);
});

test('counts relative times from the moment when the file was written', async () => {
  await read('message,when\ncall mum,in 2 hours\n', { writtenAt: new Date('2026-12-31T23:00:00Z') });

  expect(reminders()[0].input.timestamp).toBe('2027-01-01T01:00:00Z');
});

test('finds the one bad row in 10,000', async () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => `row ${index},2027-01-27 09:00`);
  rows[5_000] = 'row 5000,29 February 2027';

  expect(await read(['message,when', ...rows].join('\n'))).toMatchObject({ rows: 10_000, reminders: 9_999 });

  expect(refused()).toEqual([{ line: 5_002, problem: expect.stringContaining('February') }]);
});

test('refuses a row of 1 MB and reads the rest', async () => {
  const file = `message,when\n${'x'.repeat(1_000_000)},2027-01-27 09:00\ncall mum,2027-01-27 09:00\n`;

  expect(await read(file)).toMatchObject({ rows: 2, reminders: 1 });

  expect(refused()).toEqual([{ line: 2, problem: expect.stringMatching(/1000000 characters long/) }]);
});

test.each<[what: string, file: string | Uint8Array, problem: RegExp]>([
  ['an empty file', '', /^It is empty/],
  ['a binary file', Uint8Array.from([0, 1, 2, 0, 255, 254, 10]), /^It is not a text file/],
  ['a file in UTF-16', Buffer.from('\ufeffmessage,when\n', 'utf16le'), /^It is text in UTF-16/],
  ['a file with a wrong header', 'text,time\ncall mum,2027-01-27 09:00\n', /^The first line must name the columns/],
  ['a file with a missing column', 'message\ncall mum\n', /but when is missing/],
])('says why %s cannot be read', async (_, file, problem) => {
  const result = await read(file);

  expect(result).toMatchObject({ rows: 0, reminders: 0, problem: expect.stringMatching(problem) });
  expect(bucket.text(REMINDERS)).toBe('');
});

test('keeps the rows before the place from which a file cannot be read', async () => {
  const result = await read('message,when\ncall mum,2027-01-27 09:00\n"never closed,2027-01-27 09:00\n');

  expect(result).toMatchObject({ rows: 1, reminders: 1, problem: expect.stringContaining('line 3') });
});

test('reads at most 100,000 rows', async () => {
  const rows = Array.from({ length: MOST_ROWS + 1 }, () => 'one value');

  const result = await read(['message,when', ...rows].join('\n'));

  expect(result).toMatchObject({ rows: 100_000, problem: expect.stringContaining('The rows from line 100002 on') });
});

test('does not read a file that is too large', async () => {
  const result = await read(Buffer.alloc(MOST_MEGABYTES * 1_000_000 + 1, 'x'));

  expect(result).toMatchObject({ rows: 0, problem: expect.stringContaining('It has 50,000,001 bytes') });
});

test('says that a file was deleted', async () => {
  const result = await handler({ key: 'inbox/deleted.csv', folder: FOLDER, event: 'an-event' });

  expect(result).toMatchObject({ rows: 0, problem: expect.stringContaining('It was deleted') });
});

test('fails if S3 fails, so that the state machine tries again', async () => {
  bucket.failures.push(Object.assign(new Error('slow down'), { name: 'SlowDown' }));

  await expect(read('message,when\n')).rejects.toThrow('slow down');
});

test('fails if a web page answers instead of S3', async () => {
  bucket.pages.push('<html><body>Please log in.</body></html>');

  await expect(read('message,when\n')).rejects.toMatchObject({ name: 'NotFromS3' });
});
