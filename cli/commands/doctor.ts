import type { Command } from 'commander';
import { type Context, contextOf, type SharedOptions } from '../context.ts';
import { examine, type NamedFinding } from '../examination/examine.ts';
import { NOT_LOOKED_AT } from '../examination/finding.ts';
import { EXIT } from '../failure.ts';
import { optionsOf } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';

const MARKS = { ok: '✔', warn: '!', fail: '✘' } as const;
const STYLES = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

/** Adds `remindme doctor`. */
export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('check that reminders can arrive')
    .description('Check everything that a reminder needs in order to arrive, each with what mends it.')
    .addHelpText(
      'after',
      `
Examples:
  $ remindme doctor
  $ remindme doctor --json | jq 'select(.status != "ok")'

It ends with 1 where a check fails.`,
    )
    .action(async (_options: unknown, command: Command) => runDoctor(optionsOf<SharedOptions>(command)));
}

/** Has one line say of all checks what several would say: that they could not look. It stands last, below what they hang on. */
function takeTogether(findings: readonly NamedFinding[]): readonly NamedFinding[] {
  const blind = findings.filter(({ detail }) => detail === NOT_LOOKED_AT.detail);
  if (blind.length < 2) {
    return findings;
  }
  const names = blind.map(({ check }) => check).join(', ');
  const together = {
    ...NOT_LOOKED_AT,
    check: `${blind.length} others`,
    detail: `could not be looked at: ${names}`,
  };
  return [...findings.filter((each) => !blind.includes(each)), together];
}

function print(context: Context, { check, status, detail, mend }: NamedFinding): void {
  const { terminal } = context;
  if (context.json) {
    terminal.row({ check, status, detail, mend });
  } else if (!context.quiet || status !== 'ok') {
    const mark = terminal.paint(STYLES[status], `${MARKS[status]} ${status.padEnd(4)}`);
    terminal.print(`${mark}  ${check.padEnd(17)} ${clean(detail)}`);
    if (mend) {
      terminal.print(`${' '.repeat(26)}${terminal.paint('dim', '→')} ${clean(mend)}`);
    }
  }
}

async function runDoctor(options: SharedOptions): Promise<void> {
  const context = contextOf(options);
  const findings = await context.terminal.progress('Examining the deployment', () => examine(context, options));
  for (const finding of context.json ? findings : takeTogether(findings)) {
    print(context, finding);
  }
  if (findings.some(({ status }) => status === 'fail')) {
    process.exitCode = EXIT.failed;
  }
}
