import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { Deployment, type Machines } from '../client/deployment.ts';
import { createRepeated } from '../client/reminders/create-repeated.ts';
import { executionName } from '../core/reminder/execution-name.ts';
import { checkReminderRequest } from '../core/reminder/reminder-request.ts';
import { formatInstant } from '../core/reminder/timestamp.ts';
import type { ClientConfig } from '../local/ministack/client-config.ts';
import { ensurePythonEnvironment } from '../local/python/python-environment.ts';
import { SERVICE } from '../local/service/start-service.ts';
import { Problem } from '../local/terminal/problem.ts';
import { openCounter } from './count-calls.ts';
import { machine } from './machine.ts';
import { median } from './quantile.ts';
import { runBenchmark } from './run-benchmark.ts';
import { say } from './say.ts';
import { startDeployed } from './start-deployed.ts';

// Compares the speed of the command line with the AWS CLI and with an empty Node program, on the same local AWS. Each sample is
// a new process. The candidates take turns, so that other work on the computer affects all of them equally.

const SAMPLES = 25;
const PENDING = 1_000;
const FINISHED = 2_000;
/** The number of repeated reminders, each of which has a schedule. */
const REPEATED = 1_000;
/** The limits of the benchmark. Each is the maximum time of one candidate, as a multiple of another candidate's time. */
const ADD_TO_AWS = 0.3;
const ADD_TO_NODE = 1.6;
const HELP_TO_NODE = 1.25;

interface Candidate {
  readonly title: string;
  /** The command of the nth sample. */
  readonly command: (sample: number) => readonly string[];
  readonly times: number[];
}

/** Runs the given program until it exits, and returns the elapsed time in milliseconds. */
function time([program = '', ...parameters]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const started = performance.now();
  const child = spawn(program, parameters, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const took = performance.now() - started;
      code === 0 ? resolve(took) : reject(new Problem(`${parameters.join(' ')} ended with ${code}: ${complaint}`));
    });
  });
}

function row({ title, times }: Candidate): string {
  const [least, most] = [Math.min(...times), Math.max(...times)];
  return `| ${title} | ${median(times).toFixed(0)} ms | ${least.toFixed(0)} to ${most.toFixed(0)} ms |`;
}

/** Starts reminders for `remindme list`. Some are due in 30 days, and the others are sent at once. */
async function fill(config: ClientConfig, stateMachineArn: string): Promise<void> {
  const sfn = new SFNClient(config);
  const start = async (index: number) => {
    const now = Date.now();
    const due = index < PENDING ? now + (30 * 86_400 + index) * 1_000 : now - 1_000;
    const request = { message: `reminder ${index}`, timestamp: formatInstant(Math.ceil(due / 1_000) * 1_000) };
    const verdict = checkReminderRequest(request, now);
    if ('problem' in verdict) {
      throw new Problem(verdict.problem);
    }
    const name = executionName(verdict);
    await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(request) }));
  };
  const all = Array.from({ length: PENDING + FINISHED }, (_, index) => index);
  for (let begin = 0; begin < all.length; begin += 20) {
    await Promise.all(all.slice(begin, begin + 20).map(start));
  }
  sfn.destroy();
}

/** Creates repeated reminders, each due at a different minute of the day. */
async function addRepeated(machines: Machines): Promise<void> {
  const create = (index: number) => {
    const minute = index % 60;
    const hour = Math.floor(index / 60) % 24;
    const repetition = { rule: 'FREQ=DAILY', zone: 'Europe/London', cron: `cron(${minute} ${hour} * * ? *)`, skip: [] };
    return createRepeated(machines, { message: `repeated ${index}`, subject: 'Reminder', repetition }, { via: 'sns' });
  };
  const all = Array.from({ length: REPEATED }, (_, index) => index);
  for (let begin = 0; begin < all.length; begin += 20) {
    await Promise.all(all.slice(begin, begin + 20).map(create));
  }
}

const here = import.meta.dirname;
const bundle = join(here, '..', 'dist', 'remindme.cjs');
await runBenchmark(async (atEnd) => {
  const cache = await mkdtemp(join(tmpdir(), 'remindme-bench-'));
  atEnd(() => rm(cache, { recursive: true, force: true }));
  const requirementsFile = join(here, '..', 'test', 'requirements-aws-cli.txt');
  const python = await ensurePythonEnvironment({ name: 'aws-cli', requirementsFile, onProgress: say });
  const ministack = await startDeployed(atEnd);
  const config = ministack.clientConfig;
  const deployment = new Deployment({ connection: config, service: SERVICE });
  const { stateMachineArns } = await deployment.read();

  const env = {
    ...process.env,
    ...ministack.clientEnvironment,
    AWS_EC2_METADATA_DISABLED: 'true',
    XDG_CACHE_HOME: cache,
    TZ: 'Europe/London',
  };
  const due = (sample: number) => formatInstant((Math.ceil(Date.now() / 1_000) + 3_000_000 + sample) * 1_000);
  const candidate = (title: string, command: Candidate['command']): Candidate => ({ title, command, times: [] });
  const node = candidate('`node -e 0`', () => [process.execPath, '-e', '0']);
  const help = candidate('`remindme --help`', () => [process.execPath, bundle, '--help']);
  const aws = candidate('`aws stepfunctions start-execution`', (sample) => [
    ...[python, '-m', 'awscli', 'stepfunctions', 'start-execution', '--state-machine-arn', stateMachineArns.sns],
    ...['--input', JSON.stringify({ message: `aws ${sample}`, timestamp: due(sample) })],
  ]);
  const add = candidate('`remindme add`', (sample) => [
    ...[process.execPath, bundle, 'add', `sample ${sample}`, due(sample)],
  ]);
  const phrase = candidate('`remindme add` with `friday at noon`', (sample) => [
    ...[process.execPath, bundle, 'add', `phrase ${sample}`, 'friday at noon'],
  ]);
  const candidates = [node, help, aws, add, phrase];
  const first = candidate('`remindme add`, the first time on a machine', (sample) => [
    ...[process.execPath, bundle, 'add', `first ${sample}`, due(sample)],
  ]);
  for (let sample = 0; sample < 5; sample += 1) {
    first.times.push(await time(first.command(sample), { ...env, XDG_CACHE_HOME: join(cache, String(sample)) }));
  }
  for (let sample = -1; sample < SAMPLES; sample += 1) {
    for (const each of candidates) {
      const took = await time(each.command(sample), env);
      if (sample >= 0) {
        each.times.push(took); // leave out the first round, which fills the caches
      }
    }
  }

  say(`starting ${PENDING + FINISHED} reminders`);
  await fill(config, stateMachineArns.sns);
  await time([process.execPath, bundle, 'list'], env);
  const counter = await openCounter(ministack.port);
  const list = candidate('', () => [process.execPath, bundle, 'list', '--json']);
  const listAll = candidate('', () => [process.execPath, bundle, 'list', '--status', 'all', '--json']);
  const calls: number[] = [];
  for (const each of [list, listAll]) {
    const throughCounter = { ...env, AWS_ENDPOINT_URL: counter.url };
    await time(each.command(0), throughCounter); // fill the command's cache for this endpoint
    counter.reset();
    await time(each.command(0), throughCounter);
    calls.push(counter.calls());
    for (let sample = 0; sample < 7; sample += 1) {
      each.times.push(await time(each.command(sample), env));
    }
  }
  say(`adding ${REPEATED} repeated reminders`);
  await addRepeated(await deployment.machines(stateMachineArns));
  const listRepeated = candidate('', list.command);
  const throughCounter = { ...env, AWS_ENDPOINT_URL: counter.url };
  counter.reset();
  const firstList = await time(list.command(0), throughCounter);
  calls.push(counter.calls());
  counter.reset();
  await time(list.command(0), throughCounter);
  calls.push(counter.calls());
  await time(list.command(0), env);
  for (let sample = 0; sample < 7; sample += 1) {
    listRepeated.times.push(await time(list.command(sample), env));
  }
  await counter.close();

  const ratio = (one: Candidate, other: Candidate) => median(one.times) / median(other.times);
  const helpRatio = ratio(help, node);
  const addRatio = ratio(add, aws);
  const addToNode = ratio(add, node);
  console.log(`${machine()}, ${SAMPLES} samples each, medians:

| command | time | from, to |
|---|---|---|
${[...candidates, first].map(row).join('\n')}

remindme --help takes ${helpRatio.toFixed(2)} times as long as node -e 0 (at most ${HELP_TO_NODE}).
remindme add takes ${addRatio.toFixed(2)} times as long as aws stepfunctions start-execution (at most ${ADD_TO_AWS}),
and ${addToNode.toFixed(2)} times as long as node -e 0 (at most ${ADD_TO_NODE}).
remindme list, of ${PENDING} pending reminders, next to ${FINISHED} finished ones: ${median(list.times).toFixed(0)} ms, ${calls[0]} calls.
remindme list --status all, of all ${PENDING + FINISHED}: ${median(listAll.times).toFixed(0)} ms, ${calls[1]} calls.
remindme list, of ${PENDING} pending and ${REPEATED} repeated: ${median(listRepeated.times).toFixed(0)} ms, ${calls[3]} calls,
and the first time on a machine ${firstList.toFixed(0)} ms, ${calls[2]} calls.`);
  return helpRatio <= HELP_TO_NODE && addRatio <= ADD_TO_AWS && addToNode <= ADD_TO_NODE;
});
