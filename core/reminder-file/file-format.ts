/** The formats that a file of reminders can have. */
export const FILE_FORMATS = ['csv', 'jsonl', 'ics'] as const;

/** A format from {@link FILE_FORMATS}. */
export type FileFormat = (typeof FILE_FORMATS)[number];

/**
 * Recognizes a file's format by its first characters: `BEGIN:VCALENDAR` for iCalendar, `{` or `[` for JSON Lines, or else CSV.
 */
export function formatOf(start: string): FileFormat {
  const first = start.trimStart();
  return /^BEGIN:VCALENDAR/i.test(first) ? 'ics' : /^[{[]/.test(first) ? 'jsonl' : 'csv';
}
