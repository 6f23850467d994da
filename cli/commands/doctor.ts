import type { Command } from 'commander';
import { checkHealth } from '../../client/health/check-health.ts';
import { type Finding, NOT_CHECKED } from '../../client/health/finding.ts';
import type { FindingWords } from '../../client/health/finding-words.ts';
import type { NamedFinding } from '../../client/health/run-checks.ts';
import { type Context, contextOf, type SharedOptions } from '../context.ts';
import { describeFinding } from '../doctor/describe-finding.ts';
import { EXIT } from '../failure.ts';
import { optionsOf } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';

const MARKS = { ok: '✔', warn: '!', fail: '✘' } as const;
const STYLES = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

/** Adds the command `remindme doctor` to the program. */
export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('check that reminders can arrive')
    .description('Check everything that a reminder needs to arrive, and say how to fix what is wrong.')
    .addHelpText(
      'after',
      `
Examples:
  $ remindme doctor
  $ remindme doctor --json | jq 'select(.status != "ok")'

The exit code is 1 if a check fails.`,
    )
    .action(async (_options: unknown, command: Command) => runDoctor(optionsOf<SharedOptions>(command)));
}

/** A row of the table. */
interface Row extends FindingWords {
  readonly check: string;
  readonly status: Finding['status'];
}

/** Returns the rows of the table. If several checks did not run, they share the last row. */
function joinNotChecked(findings: readonly NamedFinding[], context: Context): readonly Row[] {
  const rowOf = (finding: NamedFinding) => ({ ...finding, ...describeFinding(finding, context) });
  const skipped = findings.filter(({ kind }) => kind === 'not-checked');
  if (skipped.length < 2) {
    return findings.map(rowOf);
  }
  const names = skipped.map(({ check }) => check).join(', ');
  const joined: Row = {
    ...describeFinding(NOT_CHECKED, context),
    status: NOT_CHECKED.status,
    check: `${skipped.length} others`,
    detail: `could not be checked: ${names}`,
  };
  return [...findings.filter((each) => !skipped.includes(each)).map(rowOf), joined];
}

function print(context: Context, { check, status, detail, fix }: Row): void {
  const { terminal } = context;
  if (context.json) {
    terminal.row({ check, status, detail, fix });
  } else if (!context.quiet || status !== 'ok') {
    const mark = terminal.paint(STYLES[status], `${MARKS[status]} ${status.padEnd(4)}`);
    terminal.print(`${mark}  ${check.padEnd(17)} ${clean(detail)}`);
    if (fix) {
      terminal.print(`${' '.repeat(26)}${terminal.paint('dim', '→')} ${clean(fix)}`);
    }
  }
}

async function runDoctor(options: SharedOptions): Promise<void> {
  const context = contextOf(options);
  const findings = await context.terminal.progress('Checking the deployment', () =>
    checkHealth(context.deployment, (error) => {
      if (options.debug) {
        console.error(error);
      }
    }),
  );
  const rows = context.json
    ? findings.map((finding) => ({ ...finding, ...describeFinding(finding, context) }))
    : joinNotChecked(findings, context);
  for (const row of rows) {
    print(context, row);
  }
  if (findings.some(({ status }) => status === 'fail')) {
    process.exitCode = EXIT.failed;
  }
}
