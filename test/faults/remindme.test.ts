import { setTimeout as delay } from 'node:timers/promises';
import { CLIENT_CONFIG } from '../end-to-end/deployed-service.ts';
import { emptyCache, inAHurry, runRemindme } from '../support/run-remindme.ts';
import { CommandScenarios, reportOf, type Scenario } from './command-scenarios.ts';
import { comparable, expectedWords } from './expected-words.ts';
import { COMMAND_CALLS, type FaultyCommand, faultCases, OFTEN_OF_COMMAND } from './fault-cases.ts';
import { type Rule, startFaultProxy } from './fault-proxy.ts';
import { addFaultRow, type FaultRow, printFaultSums, printFaultTable } from './fault-table.ts';
import { COMMANDED } from './services.ts';

/** The time after which a test interrupts a run that has not ended. */
const PATIENCE_MILLISECONDS = 45_000;
/**
 * How often the command tries a call. With the usual 8 tries, a call that always fails would take half a minute, with the same
 * result.
 */
const TRIES = 3;
/**
 * The factor by which the command's long waits are shortened if AWS never answers. The command then waits 2 s for a response
 * instead of 20 s.
 */
const HURRY = 10;
const SHOWN_CHARACTERS = 60;

const COMMANDS = Object.keys(COMMAND_CALLS) as FaultyCommand[];

/** The rows of the tables, keyed by the name of their test case. */
const ROWS = new Map<string, FaultRow>();

let scenarios: CommandScenarios;
beforeAll(async () => {
  scenarios = await CommandScenarios.open();
});
afterAll(async () => {
  await scenarios.close();
  // print the rows in the order of the cases, because the cases run in any order
  for (const [what] of cases) {
    const row = ROWS.get(what);
    if (row) {
      addFaultRow(row);
    }
  }
  printFaultTable('The calls with which the command line adds a reminder', 'add, ');
  printFaultSums('The calls of the command line');
});

/** Runs a scenario's command through a proxy, which may cause a fault, and checks the result. */
async function runThrough(scenario: Scenario, rule?: Rule) {
  const { args, env = {}, service = COMMANDED } = scenario;
  const proxy = await startFaultProxy(env['AWS_ENDPOINT_URL'] ?? CLIENT_CONFIG.endpoint, rule);
  try {
    const run = await runRemindme([...args, '--service', service, '--json'], {
      env: {
        ...env,
        AWS_ENDPOINT_URL: proxy.endpoint,
        AWS_MAX_ATTEMPTS: String(TRIES),
        XDG_CACHE_HOME: emptyCache(),
        ...(rule?.fault === 'silent' && inAHurry(HURRY)),
      },
      interruptAfter: delay(PATIENCE_MILLISECONDS, undefined, { ref: false }),
    });
    const { reported = reportOf(run), ...outcome } = await scenario.settle({ run, proxy });
    return { run, ...outcome, reported, tries: proxy.tries, calls: proxy.calls };
  } finally {
    await proxy.close();
  }
}

/** Shortens a report to fit a table. */
function shorten(reported: string | undefined): string {
  const shown = comparable(reported) ?? '';
  return shown.length > SHOWN_CHARACTERS ? `${shown.slice(0, SHOWN_CHARACTERS)}…` : shown;
}

test.each(COMMANDS)('%s makes exactly the calls that the cases cover', async (command) => {
  const { run, reported, calls } = await runThrough(await scenarios.prepare[command](`${command} without a fault`));
  expect({ code: run.code, reported }).toEqual({ code: 0, reported: undefined });
  const withParameters = (all: Iterable<string>) => [...new Set([...all, 'GetParameters'])].sort();
  expect(withParameters(calls)).toEqual(withParameters(COMMAND_CALLS[command]));
});

const cases = COMMANDS.flatMap((command) =>
  faultCases(COMMAND_CALLS[command], OFTEN_OF_COMMAND).map(
    ([what, rule]) => [`${command}, ${what}`, command, rule] as const,
  ),
);

test.concurrent.each(cases)('loses nothing and says what to do: %s', async (what, command, rule) => {
  const scenario = await scenarios.prepare[command](what);
  const { run, delivered, isSafe, reported, tries } = await runThrough(scenario, rule);

  const lost = delivered === 0 && !isSafe && reported === undefined ? 1 : 0;
  ROWS.set(what, {
    fault: what.replace(/, \w+$/, ''),
    tries,
    delivered: Math.min(delivered, 1),
    twice: delivered > 1 ? 1 : 0,
    lost,
    reported: shorten(reported),
  });
  expect(tries).toBeGreaterThan(0);
  expect({ delivered, lost, run }).toMatchObject({ lost: 0 });
  expect(delivered).toBeLessThanOrEqual(1);
  // compare every word, because the report tells a person what to do next
  expect(expectedWords(command, rule)).toContain(comparable(reported));
  expect(run.code).toBe(reported?.startsWith('exit 1: ') ? 1 : 0);
});

test('no case delivered a reminder twice', () => {
  // a snoozed reminder had already been sent once
  const most = (command: FaultyCommand) => (command.startsWith('snooze') ? 2 : 1);
  expect(cases.filter(([what, command]) => scenarios.copiesOf(what) > most(command))).toEqual([]);
});
