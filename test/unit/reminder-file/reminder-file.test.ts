import type { FileRow } from '../../../core/reminder-file/read-reminder-file.ts';
import { UnreadableFile } from '../../../core/reminder-file/unreadable-file.ts';
import { readAll } from './read-all.ts';

/** Returns a short form of a row's reminder or problem. */
const short = (row: FileRow) =>
  'problem' in row
    ? { line: row.line, problem: row.problem }
    : { line: row.line, message: row.reminder.message, due: row.reminder.dueAt, ...(row.via && { via: row.via }) };

const read = async (...args: Parameters<typeof readAll>) => (await readAll(...args)).map(short);

const calendar = (...lines: readonly string[]) => ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: readonly string[]) => calendar('BEGIN:VEVENT', 'SUMMARY:call mum', ...lines, 'END:VEVENT');

const MUM = { message: 'call mum', due: '2027-01-27T09:00:00Z' };

test.each<[what: string, file: string, rows: readonly object[]]>([
  [
    'columns in any order',
    'when,via,message\n2027-01-27 09:00,lambda,call mum\n',
    [{ line: 2, ...MUM, via: 'lambda' }],
  ],
  ['semicolons', 'message;when\ncall mum, dad;2027-01-27 09:00\n', [{ line: 2, ...MUM, message: 'call mum, dad' }]],
  ['tabs', 'message\twhen\ncall mum\t2027-01-27 09:00\n', [{ line: 2, ...MUM }]],
  ['a byte order mark and CRLF', '\ufeffmessage,when\r\ncall mum,2027-01-27 09:00\r\n', [{ line: 2, ...MUM }]],
  ['column names in capitals and quotes', '"Message","When"\ncall mum,2027-01-27 09:00', [{ line: 2, ...MUM }]],
  [
    'quoted line breaks, and the lines after them',
    'message,when\n"a\r\nb\nc",2027-01-27 09:00\n\n,\ncall mum,2027-01-27 09:00\n',
    [
      { line: 2, ...MUM, message: 'a\r\nb\nc' },
      { line: 7, ...MUM },
    ],
  ],
  [
    'a stray quote as text',
    'message,when\nsay "hi" to mum,2027-01-27 09:00\n',
    [{ line: 2, ...MUM, message: 'say "hi" to mum' }],
  ],
  [
    'a formula as text',
    'message,when\n"=cmd|\' /C calc\'!A0",2027-01-27 09:00\n',
    [{ line: 2, ...MUM, message: "=cmd|' /C calc'!A0" }],
  ],
  ['empty values at the end of a row', 'message,when\ncall mum,2027-01-27 09:00,,\n', [{ line: 2, ...MUM }]],
  ['a zone for the row', 'message,when,zone\ncall mum,2027-01-27 10:00,europe/berlin\n', [{ line: 2, ...MUM }]],
  ['a time in words', 'message,when\ncall mum,27 January 2027 at 9am\n', [{ line: 2, ...MUM }]],
  [
    'JSON with the fields of CSV',
    '{"message":"call mum","when":"2027-01-27 09:00","via":"sns"}\n',
    [{ line: 1, ...MUM, via: 'sns' }],
  ],
  ["the machine's input", '\n{"message":"call mum","timestamp":"2027-01-27T10:00:00+01:00"}\n', [{ line: 2, ...MUM }]],
  ['an event with a time in UTC', event('DTSTART:20270127T090000Z'), [{ line: 2, ...MUM }]],
  ['an event with a zone', event('DTSTART;TZID=Europe/Berlin:20270127T100000'), [{ line: 2, ...MUM }]],
  ['an event with a floating time', event('DTSTART:20270127T090000'), [{ line: 2, ...MUM }]],
  [
    "another program's name for a zone",
    event('DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20270127T100000'),
    [{ line: 2, ...MUM }],
  ],
  [
    'a time that the clocks skip, by the offset before',
    event('DTSTART;TZID=Europe/London:20270328T013000'),
    [{ line: 2, ...MUM, due: '2027-03-28T01:30:00Z' }],
  ],
  [
    'a time that the clocks show twice, as the first',
    event('DTSTART;TZID=Europe/London:20271031T013000'),
    [{ line: 2, ...MUM, due: '2027-10-31T00:30:00Z' }],
  ],
  [
    'each alarm of an event',
    event(
      'DTSTART:20270127T100000Z',
      'DTEND:20270127T110000Z',
      ...['BEGIN:VALARM', 'TRIGGER:-PT1H', 'END:VALARM'],
      ...['BEGIN:VALARM', 'TRIGGER;RELATED=END:-PT15M', 'END:VALARM'],
      ...['BEGIN:VALARM', 'TRIGGER;VALUE=DATE-TIME:20270126T090000Z', 'END:VALARM'],
      ...['BEGIN:VALARM', 'ACTION:NONE', 'TRIGGER;VALUE=DATE-TIME:19760401T005545Z', 'END:VALARM'],
    ),
    [
      { line: 2, ...MUM },
      { line: 2, ...MUM, due: '2027-01-27T10:45:00Z' },
      { line: 2, ...MUM, due: '2027-01-26T09:00:00Z' },
    ],
  ],
  [
    'an alarm of a day without a time',
    event('DTSTART;VALUE=DATE:20270128', 'BEGIN:VALARM', 'TRIGGER:-PT15H', 'END:VALARM'),
    [{ line: 2, ...MUM }],
  ],
  [
    'a task with an alarm before it is due',
    calendar(
      'BEGIN:VTODO',
      'SUMMARY:call mum',
      'DUE:20270127T093000Z',
      'BEGIN:VALARM',
      'TRIGGER;RELATED=END:-PT30M',
      'END:VALARM',
      'END:VTODO',
    ),
    [{ line: 2, ...MUM }],
  ],
  [
    'a folded text with escapes',
    event('DTSTART:20270127T090000Z').replace('SUMMARY:call mum', 'SUMMARY:call\\, wri\r\n te\\; and\\nsleep'),
    [{ line: 2, ...MUM, message: 'call, write; and\nsleep' }],
  ],
  [
    "a zone by the calendar's own rules",
    calendar(
      ...['BEGIN:VTIMEZONE', 'TZID:W. Europe Standard Time'],
      ...['BEGIN:STANDARD', 'DTSTART:16010101T030000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100'],
      ...['RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10', 'END:STANDARD'],
      ...['BEGIN:DAYLIGHT', 'DTSTART:16010101T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200'],
      ...['RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3', 'END:DAYLIGHT', 'END:VTIMEZONE'],
      ...['BEGIN:VEVENT', 'SUMMARY:call mum', 'DTSTART;TZID=W. Europe Standard Time:20270127T100000', 'END:VEVENT'],
      ...['BEGIN:VEVENT', 'SUMMARY:call mum', 'DTSTART;TZID=W. Europe Standard Time:20270727T100000', 'END:VEVENT'],
    ),
    [
      { line: 17, ...MUM },
      { line: 21, ...MUM, due: '2027-07-27T08:00:00Z' },
    ],
  ],
])('reads %s', async (_, file, rows) => {
  expect(await read(file)).toEqual(rows);
  // the chunks of a file may end anywhere, even inside a character or a line end
  expect(await read(file, { chunk: 1 })).toEqual(rows);
});

const csv = (row: string) => `message,when,zone,subject,via\n${row}\n`;

test.each<[what: string, file: string, problem: string]>([
  [
    'a blank message',
    csv(' ,2027-01-27 09:00,,,'),
    'message must be a string of 1 to 8,192 characters that is not blank, but is blank: " ".',
  ],
  [
    'no time',
    csv('call mum,,,,'),
    'The row must have exactly one of when, timestamp and seconds, but has none of them.',
  ],
  [
    'a day without a time',
    csv('call mum,2027-01-27,,,'),
    '"2027-01-27" does not say at what time. Add one, such as "2027-01-27 09:00".',
  ],
  [
    'a day that does not exist',
    csv('call mum,31 February 2027 9am,,,'),
    '31 February does not exist: February has at most 29 days. Write a date and time such as "2027-01-27 09:00".',
  ],
  ['a mistyped time', csv('call mum,tomorow 9am,,,'), '"tomorow" is not a word that I know. Did you mean "tomorrow"?'],
  [
    'a time that exists twice',
    csv('call mum,2027-10-31 01:30,,,'),
    '2027-10-31 01:30 exists twice in Europe/London, because the clocks go back. Write "2027-10-31T01:30+01:00" or "2027-10-31T01:30+00:00".',
  ],
  [
    'a time too far ahead',
    csv('call mum,2129-01-27 09:00,,,'),
    'timestamp must be at most 100 years ahead, but is "2129-01-27T09:00:00Z" (it is 2026-11-30T00:00:00Z).',
  ],
  [
    'an unknown zone',
    csv('call mum,2027-01-27 09:00,Berlin,,'),
    'There is no time zone "Berlin". Write one such as Europe/Berlin.',
  ],
  ['an unknown machine', csv('call mum,2027-01-27 09:00,,,fax'), 'via must be sns or lambda, but is "fax".'],
  [
    'a subject that no email can have',
    csv('call mum,2027-01-27 09:00,,Grüße,'),
    'subject must be 1 to 99 printable ASCII characters, the first not a space, but is "Grüße".',
  ],
  [
    'missing values',
    csv('call mum,2027-01-27 09:00'),
    'The row has 2 values, but the first line names 5 columns. Add the missing ones.',
  ],
  [
    'too many values',
    csv('call mum, and dad,2027-01-27 09:00,,,,x'),
    'The row has 7 values, but the first line names 5 columns. Put a value that contains a delimiter into double quotes.',
  ],
  [
    'a relative time without a date of the file',
    csv('call mum,tomorrow 9am,,,'),
    '"tomorrow 9am" counts from now, so a second import would start another reminder. Write "2026-12-01 09:00".',
  ],
  [
    'a date without a year in the same way',
    csv('call mum,27 jan 9am,,,'),
    '"27 jan 9am" counts from now, so a second import would start another reminder. Write "2027-01-27 09:00".',
  ],
  [
    'seconds in the same way',
    '{"message":"call mum","seconds":60}',
    'seconds counts from now, so a second import would start another reminder. Write "2026-11-30 00:01".',
  ],
  [
    'a line that is not JSON',
    '{"message":"call mum",}',
    'The line is not JSON: "{"message":"call mum",}". Write one object in each line.',
  ],
  [
    'an unknown field',
    '{"message":"call mum","wehn":"2027-01-27 09:00"}',
    'There is no field "wehn". The fields are message, when, zone, subject, via, repeat, skip, paused, timestamp, seconds.',
  ],
  [
    'two times',
    '{"message":"call mum","when":"2027-01-27 09:00","seconds":1}',
    'The row must have exactly one of when, timestamp and seconds, but has when and seconds.',
  ],
  [
    'a time that is a number',
    '{"message":"call mum","when":5}',
    'when must be a string such as "2027-01-27 09:00", but is 5.',
  ],
  [
    'an event that repeats on dates',
    event('DTSTART:20270127T090000Z', 'RDATE:20270128T090000Z'),
    'It repeats by RDATE, which import does not read. Write an event for each date.',
  ],
  [
    'a cancelled event',
    event('DTSTART:20270127T090000Z', 'STATUS:CANCELLED'),
    'It has the status CANCELLED, so it needs no reminder. Remove it.',
  ],
  [
    'a date that does not exist',
    event('DTSTART:20271345T990000'),
    'DTSTART must be a date and time that exist, but is "2027-13-45T99:00:00".',
  ],
  [
    '30 February',
    event('DTSTART:20270230T090000Z'),
    'DTSTART must be a date and time that exist, but is "2027-02-30T09:00:00Z".',
  ],
  ['no date', event(), 'It has no DTSTART. Add one.'],
  [
    'a day without a time and an alarm',
    event('DTSTART;VALUE=DATE:20270127'),
    'It is on "2027-01-27" without a time of day. Give it a time, or an alarm.',
  ],
  [
    'an unknown zone in a calendar',
    event('DTSTART;TZID=Nowhere:20270127T090000'),
    'There is no time zone "Nowhere", and the file does not define it in a VTIMEZONE. Write one such as Europe/London.',
  ],
  [
    'an event without a summary',
    event('DTSTART:20270127T090000Z').replace('SUMMARY:call mum\r\n', ''),
    'message must be a string of 1 to 8,192 characters that is not blank, but is blank: "".',
  ],
  [
    'a line without a value',
    event('DTSTART'),
    'The VEVENT is not iCalendar: invalid line (no token ";" or ":") "DTSTART". Correct it.',
  ],
])('refuses %s with its line', async (_, file, problem) => {
  const rows = await read(file);
  expect(rows).toEqual([{ line: expect.any(Number), problem }]);
});

test.each<[what: string, file: string | Uint8Array, problem: string | RegExp]>([
  ['an empty file', '', 'It is empty. Give a file with reminders.'],
  ['a file of white space', '\n \n', 'It is empty. Give a file with reminders.'],
  [
    'UTF-16 with a byte order mark',
    Buffer.from('\ufeffmessage,when\n', 'utf16le'),
    /^It is text in UTF-16\. Save it in UTF-8/,
  ],
  ['UTF-16 without one', Buffer.from('message,when\n', 'utf16le'), /^It is text in UTF-16\./],
  ['a binary file', Buffer.from('7f454c4602010100000000000000000003003e00', 'hex'), /^It is not a text file\./],
  ['nothing but zeros', Buffer.alloc(1_000_000), /^It is not a text file\./],
  [
    'Latin-1',
    Buffer.from('message,when\nGrüße,2027-01-27 09:00\n', 'latin1'),
    'Line 2 is not text in UTF-8. Save the file in UTF-8, or convert it with iconv.',
  ],
  [
    'a wrong header',
    'foo,bar\n1,2\n',
    'The first line must name the columns: message and when, if needed also zone, subject, via, repeat, skip and paused; but it is "foo,bar".',
  ],
  ['a missing header', 'call mum,2027-01-27 09:00\n', /; but it is "call mum,2027-01-27 09:00"\.$/],
  ['a missing column', 'message,zone\n1,2\n', /; but when is missing\.$/],
  ['an unknown column', 'message,when,note\n1,2,3\n', /; but it names "note"\. Remove that column\.$/],
  [
    'a column that is named twice',
    'message,when,when\n1,2,3\n',
    'The first line names the column when twice. Remove one of them.',
  ],
  ['a first line without an end', 'x'.repeat(1_000_000), /; but it is "x{40}…"\.$/],
  [
    'a JSON list',
    '[{"message":"call mum"}]',
    'It is a JSON list. Write one object in each line, for example with jq -c ".[]".',
  ],
  [
    'a calendar that ends inside an event',
    event('DTSTART:20270127T090000Z').replace(/END:VEVENT[\s\S]*/, ''),
    'The file ends inside the VEVENT of line 2. Get the whole file again.',
  ],
  [
    'a calendar without its end',
    event('DTSTART:20270127T090000Z').replace('END:VCALENDAR\r\n', ''),
    /^The file ends without END:VCALENDAR/,
  ],
])('refuses %s as a whole', async (_, file, problem) => {
  const error = await readAll(file).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UnreadableFile);
  expect((error as Error).message).toMatch(problem);
});

test('a missing closing quote loses only the rows after it', async () => {
  const rows: FileRow[] = [];
  const { readReminderFile } = await import('../../../core/reminder-file/read-reminder-file.ts');
  const text = 'message,when\ncall mum,2027-01-27 09:00\n"call dad,2027-01-27 09:00\nx,2027-01-27 09:00\n';
  const reading = async () => {
    for await (const row of readReminderFile([Buffer.from(text)] as never, {
      zone: 'UTC',
      now: () => Date.UTC(2026, 10, 30),
    })) {
      rows.push(row);
    }
  };
  await expect(reading()).rejects.toThrow('A double quote is opened in the row at line 3 and never closed.');
  expect(rows.map(short)).toEqual([{ line: 2, ...MUM }]);
});

test("relative times count from the file's last change", async () => {
  const writtenAt = Date.UTC(2026, 10, 29, 8);
  const file = 'message,when\ncall mum,tomorrow 9am\nstand up,in 90 minutes\n';
  const rows = await readAll(file, { writtenAt, now: Date.UTC(2026, 10, 29, 9) });
  expect(rows.map(short)).toEqual([
    { line: 2, message: 'call mum', due: '2026-11-30T09:00:00Z' },
    { line: 3, message: 'stand up', due: '2026-11-29T09:30:00Z' },
  ]);
  // the same file, read later, has the same reminders
  const later = await readAll(file, { writtenAt, now: Date.UTC(2026, 11, 30) });
  expect(later.map(short)).toEqual(rows.map(short));
  expect(later).toMatchObject([
    { isRelative: true, missed: expect.stringMatching(/^2026-11-30T09:00:00Z is in the past\./) },
    {},
  ]);
});

test('a row with a past time still has its reminder, which an earlier import may have started', async () => {
  const [row] = await readAll('message,when\ncall mum,2026-01-27 09:00\n');
  expect(row).toMatchObject({
    reminder: { message: 'call mum', dueAt: '2026-01-27T09:00:00Z' },
    missed: '2026-01-27T09:00:00Z is in the past. Give a time that is still to come, or remove the row.',
  });
});

test('one bad row does not affect the others', async () => {
  const rows = Array.from({ length: 10_000 }, (_, index) =>
    index === 6_999 ? 'say "hi,2027-02-30 09:00' : `reminder ${index},2027-01-27T09:00:00Z`,
  );
  const all = await readAll(`message,when\n${rows.join('\n')}\n`);
  expect(all).toHaveLength(10_000);
  expect(all.filter((row) => 'problem' in row)).toMatchObject([{ line: 7_001 }]);
});

test.each(['csv', 'jsonl', 'ics'])('refuses a row of 1 MB in %s, and reads the next one', async (format) => {
  const long = 'x'.repeat(1_000_000);
  const files: Record<string, string> = {
    csv: `message,when\n${long},2027-01-27 09:00\ncall mum,2027-01-27 09:00\n`,
    jsonl: `{"message":"${long}","when":"2027-01-27 09:00"}\n{"message":"call mum","when":"2027-01-27 09:00"}\n`,
    ics: calendar(
      ...['BEGIN:VEVENT', `SUMMARY:${long}`, 'DTSTART:20270127T090000Z', 'END:VEVENT'],
      ...['BEGIN:VEVENT', 'SUMMARY:call mum', 'DTSTART:20270127T090000Z', 'END:VEVENT'],
    ),
  };
  const rows = await read(files[format] ?? '');
  expect(rows).toMatchObject([{ problem: expect.stringMatching(/but is 1000000 characters long/) }, MUM]);
});
