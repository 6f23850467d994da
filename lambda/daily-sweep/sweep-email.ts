import type { Finding } from '../../client/health/finding.ts';
import { type CommandFor, type FindingWords, sayFinding } from '../../client/health/finding-words.ts';
import type { NamedFinding } from '../../client/health/run-checks.ts';
import { CONTROL_CHARACTER } from '../../core/text/control-characters.ts';
import type { QueuedEmail } from '../kit/throttled-queue.ts';

/** Options of {@link sweepEmail}. */
export interface SweepEmailOptions {
  /** The service's name. */
  readonly service: string;
  readonly region: string;
  /** The URL or path of the runbook. */
  readonly runbook: string;
  /** True for the weekly email. */
  readonly isWeekly: boolean;
}

const CONTROL = new RegExp(CONTROL_CHARACTER, 'g');
const oneLine = (text: string) => text.replace(CONTROL, ' ');

function describe(finding: Finding, command: CommandFor): FindingWords {
  const fix = `See why: ${command('doctor')}`;
  switch (finding.kind) {
    case 'check-failed': {
      const { kind, problem = '' } = finding.failure as { readonly kind: string; readonly problem?: string };
      return { detail: `The check itself failed (${kind}). ${problem}`.trim(), fix };
    }
    case 'not-checked':
      return { ...sayFinding(finding, command), fix };
    default:
      return sayFinding(finding, command);
  }
}

/**
 * Composes the email for operators, which lists the findings that need attention. The weekly email lists all findings. No
 * finding contains a reminder's text.
 */
export function sweepEmail(
  findings: readonly NamedFinding[],
  { service, region, runbook, isWeekly }: SweepEmailOptions,
): QueuedEmail {
  const command: CommandFor = (words) => `npx remindme ${words} --service ${service} --region ${region}`;
  const inWords = (finding: NamedFinding) => {
    const { detail, fix } = describe(finding, command);
    return `${finding.check}: ${oneLine(detail)}\n${fix === null ? '' : `  → ${oneLine(fix)}\n`}`;
  };
  const found = findings.filter(({ status }) => status !== 'ok').map(inWords);
  const well = findings.filter(({ status }) => status === 'ok').map(inWords);
  const sections = [
    found.length === 0 ? 'Nothing needs attention.\n' : `What needs attention:\n\n${found.join('\n')}`,
    ...(isWeekly ? [`The rest:\n\n${well.join('')}`] : []),
    `What to do: ${runbook}#what-the-daily-sweep-found\n`,
  ];
  const subject = found.length === 0 ? 'summary of the week' : 'the daily sweep found something';
  return { subject: `${service}: ${subject}`, message: sections.join('\n') };
}
