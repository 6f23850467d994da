/** The folder for files to import. Objects in other folders start no import. */
export const INBOX = 'inbox/';
/** The folder for the reports about imports. */
export const REPORTS = 'reports/';
/** The folder for the working files of imports. */
export const WORK = 'work/';

/** Returns the key of the report about a file: `reports/a/b.csv.json` for `inbox/a/b.csv`. */
export function reportKey(key: string): string {
  return `${REPORTS}${key.startsWith(INBOX) ? key.slice(INBOX.length) : key}.json`;
}
