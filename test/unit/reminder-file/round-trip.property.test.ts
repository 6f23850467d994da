import fc from 'fast-check';
import type { Via } from '../../../core/naming/physical-names.ts';
import { checkReminderRequest } from '../../../core/reminder/reminder-request.ts';
import { formatInstant } from '../../../core/reminder/timestamp.ts';
import { FILE_FORMATS } from '../../../core/reminder-file/file-format.ts';
import { type WrittenReminder, writerOf } from '../../../core/reminder-file/write-reminder-file.ts';
import { readAll } from './read-all.ts';

const NOW = Date.UTC(2026, 10, 30);

/** Characters that have a special meaning in a format, a spreadsheet, a terminal or a calendar. */
const AWKWARD = [
  ...['"', '""', "'", ',', ';', ':', '\\', '\\n', '\n', '\r\n', '\r', '\t', ' ', '=cmd|calc', '+1', '-1', '@SUM(A1)'],
  ...[
    '👩‍👩‍👧',
    '\ufeff',
    '\u2028',
    '\u0085',
    '\u0001',
    '\u007f',
    'BEGIN:VEVENT',
    'END:VCALENDAR',
    '{',
    '[',
    'ß',
    '日本',
  ],
];

const message = fc
  .array(fc.oneof(fc.constantFrom(...AWKWARD), fc.string({ unit: 'grapheme', maxLength: 60 })), { maxLength: 12 })
  .map((parts) => parts.join(''));
const subject = fc.string({
  unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
  maxLength: 99,
});
const due = fc.oneof(
  fc.integer({ min: 1, max: 31_000_000 }).map((seconds) => NOW + seconds * 1_000),
  fc.integer({ min: 1, max: 31_000_000_000 }).map((milliseconds) => NOW + milliseconds),
);

const written = fc
  .record({ message, subject, due, via: fc.constantFrom<Via>('sns', 'lambda') })
  .map(({ via, due, ...texts }) => ({
    via,
    reminder: checkReminderRequest({ ...texts, timestamp: formatInstant(due) }, NOW),
  }))
  .filter((each): each is Omit<WrittenReminder, 'id'> => 'message' in each.reminder);

test.each(FILE_FORMATS)('reads from %s exactly the reminders that were written', async (format) => {
  const { start, row, end } = writerOf(format, false);
  await fc.assert(
    fc.asyncProperty(
      fc.array(written, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 50 }),
      async (all, size) => {
        const file = start + all.map((each, index) => row({ ...each, id: `id-${index}` })).join('') + end;
        const rows = await readAll(file, { now: NOW, chunk: size });
        expect(rows.map(({ line: _, end: __, ...read }) => read)).toEqual(
          all.map(({ via, reminder }) => ({ via, reminder, isRelative: false })),
        );
      },
    ),
    { numRuns: 100 },
  );
});
