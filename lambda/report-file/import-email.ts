import { reportKey } from '../../core/naming/file-keys.ts';
import type { ImportReport } from '../../core/reminder-file/import-report.ts';
import { CONTROL_CHARACTER } from '../../core/text/control-characters.ts';
import { formatCount } from '../../core/text/format-count.ts';
import { inSingleQuotes } from '../../core/text/in-single-quotes.ts';
import type { QueuedEmail } from '../kit/throttled-queue.ts';

/** An imported file. */
export interface ImportedFile {
  /** The service's name. */
  readonly service: string;
  readonly bucket: string;
  readonly region: string;
  /** The file's key in the bucket. */
  readonly key: string;
}

/** The maximum number of refused lines in an email. The report has all of them. */
const NAMED_LINES = 10;

const CONTROL = new RegExp(CONTROL_CHARACTER, 'g');

function linesOf({ refused }: ImportReport): string {
  const named = refused.slice(0, NAMED_LINES).map(({ line }) => line);
  const rest = refused.length - named.length;
  const of = refused.length === 1 ? 'line' : 'lines';
  return `${of} ${named.join(', ')}${rest > 0 ? ` and ${formatCount(rest)} more` : ''}`;
}

/**
 * Returns the email that describes an import to operators. A reason for a refusal can quote the row. The email therefore has
 * only line numbers, and the report has the reasons.
 */
export function importEmail(report: ImportReport, { service, bucket, region, key }: ImportedFile): QueuedEmail {
  const { rows, started, existing, refused, problem } = report;
  const isWhole = refused.length === 0 && problem === undefined;
  const result = isWhole ? 'was imported' : started + existing > 0 ? 'was imported in part' : 'was not imported';
  const message = `The file ${key.replace(CONTROL, ' ')} ${result}.

Rows: ${formatCount(rows)}
Started: ${formatCount(started)}
Started before: ${formatCount(existing)}
Refused: ${formatCount(refused.length)}${refused.length > 0 ? ` (${linesOf(report)})` : ''}
${problem === undefined ? '' : '\nThe file, or a part of it, could not be imported. The report says why.\n'}
See the report${isWhole ? '' : ', which has the reasons'}:
aws s3 cp ${inSingleQuotes(`s3://${bucket}/${reportKey(key)}`.replace(CONTROL, ' '))} - --region ${region}
`;
  return { subject: `${service}: a file ${result}`, message };
}
