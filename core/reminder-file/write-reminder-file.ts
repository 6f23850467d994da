import type { Via } from '../naming/physical-names.ts';
import type { Reminder } from '../reminder/reminder-request.ts';
import type { Repetition } from '../repetition/repetition.ts';
import {
  type Component,
  inCalendar,
  OWN,
  type Property,
  parseRule,
  wholeSeconds,
  writeComponent,
} from './calendar-component.ts';
import type { FileFormat } from './file-format.ts';
import { calendarTime, ruleWithEnd, skippedDays, skippedTimes } from './written-repeat.ts';

/** A reminder to write to a file. */
export interface WrittenReminder {
  readonly id: string;
  readonly via: Via;
  /** The reminder, or the next occurrence of a repeated reminder. */
  readonly reminder: Reminder;
  /** Missing if the reminder is due once. */
  readonly repetition?: Repetition | undefined;
  readonly isPaused?: boolean;
}

/** A writer of reminders in one file format. {@link readReminderFile} reads the file and returns the same reminders. */
export interface FileWriter {
  readonly start: string;
  readonly row: (written: WrittenReminder) => string;
  readonly end: string;
}

/** Quotes a value that contains a delimiter, a quote or a line break, or that starts or ends with white space. */
const cell = (text: string) => (/[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function csvRow({ via, reminder: { message, subject, dueAt } }: WrittenReminder): string {
  return `${[message, dueAt, subject, via].map(cell).join(',')}\n`;
}

function repeatedCsvRow({
  via,
  reminder: { message, subject, dueAt },
  repetition,
  isPaused = false,
}: WrittenReminder): string {
  const repeat = repetition
    ? [repetition.zone, ruleWithEnd(repetition), skippedDays(repetition), isPaused ? 'yes' : '']
    : ['', '', '', ''];
  return `${[message, dueAt, subject, via, ...repeat].map(cell).join(',')}\n`;
}

function jsonRow({
  via,
  reminder: { message, subject, dueAt },
  repetition,
  isPaused = false,
}: WrittenReminder): string {
  const skip = repetition && skippedDays(repetition);
  const repeat = repetition && {
    zone: repetition.zone,
    repeat: ruleWithEnd(repetition),
    ...(skip === '' ? {} : { skip }),
    ...(isPaused && { paused: true }),
  };
  return `${JSON.stringify({ message, timestamp: dueAt, subject, via, ...repeat })}\n`;
}

/** Returns the start, the rule and the skipped occurrences of a repeated reminder as calendar properties. */
function repeatedProperties(dueAt: string, repetition: Repetition): readonly Property[] {
  const { zone } = repetition;
  const place: Property[1] = zone === 'UTC' ? {} : { tzid: zone };
  const times = skippedTimes(repetition).map((at) => calendarTime(at, zone));
  return [
    ['dtstart', place, 'date-time', calendarTime(Date.parse(dueAt), zone)],
    ['rrule', {}, 'recur', parseRule(ruleWithEnd(repetition))],
    ...times.map((time): Property => ['exdate', place, 'date-time', time]),
  ];
}

function calendarRow({
  id,
  via,
  reminder: { message, subject, dueAt },
  repetition,
  isPaused = false,
}: WrittenReminder): string {
  const time = wholeSeconds(dueAt);
  const summary = inCalendar(message) ?? '';
  const isExact = summary === message && time === dueAt;
  const exact: Property = [OWN.exact, {}, 'unknown', JSON.stringify({ message, timestamp: dueAt })];
  const event: Component = [
    'vevent',
    [
      ['uid', {}, 'text', id],
      ['dtstamp', {}, 'date-time', time],
      ...(repetition
        ? repeatedProperties(dueAt, repetition)
        : ([['dtstart', {}, 'date-time', time]] satisfies Property[])),
      ['summary', {}, 'text', summary],
      [OWN.subject, {}, 'unknown', subject],
      [OWN.via, {}, 'unknown', via],
      ...(isPaused ? ([[OWN.paused, {}, 'unknown', 'yes']] satisfies Property[]) : []),
      ...(isExact ? [] : [exact]),
    ],
    [],
  ];
  return `${writeComponent(event)}\r\n`;
}

const WRITERS: Readonly<Record<FileFormat, FileWriter>> = {
  csv: { start: 'message,when,subject,via\n', row: csvRow, end: '' },
  jsonl: { start: '', row: jsonRow, end: '' },
  ics: {
    start: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//remindme//remindme//EN\r\n',
    row: calendarRow,
    end: 'END:VCALENDAR\r\n',
  },
};

/** The writer for CSV with columns for repeated reminders. */
const REPEATED_CSV: FileWriter = {
  start: 'message,when,subject,via,zone,repeat,skip,paused\n',
  row: repeatedCsvRow,
  end: '',
};

/**
 * Returns the writer for the given format.
 *
 * @param hasRepeated true if any of the reminders is repeated
 */
export const writerOf = (format: FileFormat, hasRepeated: boolean): FileWriter =>
  format === 'csv' && hasRepeated ? REPEATED_CSV : WRITERS[format];
