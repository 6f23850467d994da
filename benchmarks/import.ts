import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Deployment } from '../client/deployment.ts';
import { formatInstant } from '../core/reminder/timestamp.ts';
import { ensurePythonEnvironment } from '../local/python/python-environment.ts';
import { SERVICE } from '../local/service/start-service.ts';
import { machine } from './machine.ts';
import { readCounts } from './read-counts.ts';
import { runBenchmark } from './run-benchmark.ts';
import { say } from './say.ts';
import { startDeployed } from './start-deployed.ts';

// Imports a file with `remindme import`, interrupts the import in the middle, and runs it again. Compares the rate of the
// import with the rate of a loop over the AWS CLI, and counts the lost and duplicate reminders.

const USAGE = 'Usage: npm run bench:import -- [--rows N] [--loop N]';
/** The minimum rate of the import, as a multiple of the loop's rate. */
const LEAST_RATIO = 20;
const DAY_MILLISECONDS = 86_400_000;
/** The number of days until the reminders are due. None of them is sent during the benchmark. */
const DAYS_AHEAD = 300;

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');

/** The result of one run of the command. */
interface ImportResult {
  readonly started: number;
  readonly existing: number;
  readonly code: number | null;
  readonly seconds: number;
}

/** Runs the import. If `interruptAfter` is given, sends SIGINT after this many starts. */
async function importFile(file: string, env: NodeJS.ProcessEnv, interruptAfter?: number): Promise<ImportResult> {
  const began = Date.now();
  const child = spawn(process.execPath, [join(root, 'dist', 'remindme.cjs'), 'import', file, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const counts = { started: 0, existing: 0 };
  for await (const line of createInterface({ input: child.stdout })) {
    const { status } = JSON.parse(line) as { status?: 'started' | 'existing' };
    if (status) {
      counts[status] += 1;
    }
    if (counts.started === interruptAfter) {
      child.kill('SIGINT');
    }
  }
  return { ...counts, code: await ended, seconds: (Date.now() - began) / 1_000 };
}

/** Runs the AWS CLI once for each row, as a shell script would. Returns the elapsed time in seconds. */
async function loopOverAwsCli(rows: number, stateMachineArn: string, env: NodeJS.ProcessEnv): Promise<number> {
  const requirementsFile = join(root, 'test', 'requirements-aws-cli.txt');
  const python = await ensurePythonEnvironment({ name: 'aws-cli', requirementsFile, onProgress: say });
  const began = Date.now();
  for (let row = 0; row < rows; row += 1) {
    const timestamp = formatInstant(Date.now() + DAYS_AHEAD * DAY_MILLISECONDS);
    const input = JSON.stringify({ message: `loop ${row}`, timestamp });
    const args = ['stepfunctions', 'start-execution', '--state-machine-arn', stateMachineArn, '--input', input];
    await run(python, ['-m', 'awscli', ...args], { env });
  }
  return (Date.now() - began) / 1_000;
}

await runBenchmark(async (atEnd) => {
  const { rows, loop } = readCounts(USAGE, { rows: 10_000, loop: 200 });
  const folder = await mkdtemp(join(tmpdir(), 'remindme-import-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const ministack = await startDeployed(atEnd);
  const env = {
    ...process.env,
    ...ministack.clientEnvironment,
    AWS_EC2_METADATA_DISABLED: 'true',
    XDG_CACHE_HOME: folder,
  };
  const deployment = new Deployment({ connection: ministack.clientConfig, service: SERVICE });
  const { executions, arns } = await deployment.machines((await deployment.read()).stateMachineArns);

  say(`starting ${loop} reminders in a loop over the AWS CLI`);
  const loopSeconds = await loopOverAwsCli(loop, arns.lambda, env);

  const file = join(folder, 'reminders.csv');
  const first = Math.floor(Date.now() / 1_000) * 1_000 + DAYS_AHEAD * DAY_MILLISECONDS;
  const lines = Array.from({ length: rows }, (_, row) => `reminder ${row},${formatInstant(first + row * 1_000)},sns`);
  await writeFile(file, `message,when,via\n${lines.join('\n')}\n`);
  say(`importing ${rows} rows, with an interruption in the middle`);
  const before = await importFile(file, env, Math.floor(rows / 2));
  const after = await importFile(file, env);

  const names: string[] = [];
  for await (const page of executions.list(arns.sns)) {
    names.push(...page.map(({ name }) => name));
  }
  const lost = rows - new Set(names).size;
  const twice = names.length - new Set(names).size;
  const rate = rows / (before.seconds + after.seconds);
  const loopRate = loop / loopSeconds;
  process.stdout.write(`${machine()}
| | rows | time | rows per second |
|---|---|---|---|
| a loop over \`aws stepfunctions start-execution\` | ${loop} | ${loopSeconds.toFixed(1)} s | ${loopRate.toFixed(2)} |
| \`remindme import\`, interrupted after ${before.started} rows | ${before.started} | ${before.seconds.toFixed(1)} s | ${(before.started / before.seconds).toFixed(0)} |
| the same command again | ${rows} | ${after.seconds.toFixed(1)} s | ${(rows / after.seconds).toFixed(0)} |

The interrupted run ended with ${before.code}; the second found ${after.existing} and started ${after.started}. Lost ${lost}, twice ${twice}.
Together ${rate.toFixed(0)} rows per second, ${(rate / loopRate).toFixed(1)} times the loop's rate (at least ${LEAST_RATIO}).
`);
  return lost === 0 && twice === 0 && after.code === 0 && rate / loopRate >= LEAST_RATIO;
});
