import { execFile } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NO_SDK_WARNING } from '../local/ministack/client-config.ts';
import { ensurePythonEnvironment } from '../local/python/python-environment.ts';
import { bundleSendReminder } from './lambda-bundles.ts';
import { machine } from './machine.ts';
import { median } from './quantile.ts';
import { runBenchmark } from './run-benchmark.ts';
import { say } from './say.ts';

// Measures how long a cold start of the function takes to import its code, compared with two other functions that do the same.
// Each sample is a new process, and the candidates take turns, so that a busy moment slows all of them.

const SAMPLES = 31;

/** Milliseconds from before the import until the code is there, and until the clients are too. */
interface Sample {
  readonly imported: number;
  readonly ready: number;
}

interface Candidate {
  readonly title: string;
  /** The file that is deployed. */
  readonly code: string;
  readonly command: readonly [program: string, ...parameters: string[]];
  readonly samples: Sample[];
}

const candidate = (title: string, code: string, ...command: Candidate['command']): Candidate => ({
  title,
  code,
  command,
  samples: [],
});

const run = promisify(execFile);

/** What Lambda sets, as far as the clients need it; none of it is used to call anything. */
const LAMBDA = {
  PATH: process.env['PATH'] ?? '',
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  ...NO_SDK_WARNING, // on this Node, which may be older than Lambda's, the SDK would spend time on it
  PYTHONDONTWRITEBYTECODE: '1', // where Lambda keeps a function's code, nothing can be written either
};

async function takeSample({ command: [program, ...parameters] }: Candidate): Promise<Sample> {
  const { stdout } = await run(program, parameters, { env: LAMBDA });
  return JSON.parse(stdout) as Sample;
}

const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;

/** One line of the table. */
async function row(title: string, code: string, times: readonly number[], ours: number): Promise<string> {
  const size = kilobytes((await stat(code)).size);
  const [middle, least, most] = [median(times), Math.min(...times), Math.max(...times)].map((time) => time.toFixed(0));
  return `| ${title} | ${size} | ${middle} ms | ${least} to ${most} ms | ${(median(times) / ours).toFixed(1)} |`;
}

const here = import.meta.dirname;
await runBenchmark(async (atEnd) => {
  const folder = join(here, '..', '.local', 'benchmark', String(process.pid));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  say('bundling the function');
  const { deployed, withoutSdk } = bundleSendReminder(folder);
  const requirementsFile = join(here, 'requirements.txt');
  const python = await ensurePythonEnvironment({ name: 'boto3', requirementsFile, onProgress: say });

  const importInNode = [process.execPath, join(here, 'measure-import.js')] as const;
  const ours = candidate('send-reminder', deployed, ...importInNode, deployed);
  const external = candidate("the same, on the runtime's own SDK", withoutSdk, ...importInNode, withoutSdk);
  const deckCode = join(here, 'deck', 'lambda_function.py');
  const deck = candidate("the deck's Python", deckCode, python, join(here, 'deck', 'measure.py'));

  for (let round = 0; round <= SAMPLES; round += 1) {
    for (const candidate of [ours, external, deck]) {
      const sample = await takeSample(candidate);
      if (round > 0) {
        candidate.samples.push(sample); // the first round only fills the caches of the disk
      }
    }
    if (round % 10 === 0) {
      say(`${round} of ${SAMPLES} rounds`);
    }
  }

  const ready = (candidate: Candidate) => candidate.samples.map((sample) => sample.ready);
  const unit = median(ready(ours));
  const versions = await run(python, [
    '-c',
    'import boto3, platform; print(platform.python_version(), boto3.__version__)',
  ]);
  const [pythonVersion, boto3Version] = versions.stdout.trim().split(' ');
  const { version: sdkVersion } = JSON.parse(
    await readFile(join(here, '..', 'node_modules', '@aws-sdk', 'client-sns', 'package.json'), 'utf8'),
  ) as { version: string };

  console.log(
    [
      '| function | code | cold import, clients made | least to most | beside ours |',
      '|---|---:|---:|---:|---:|',
      await row(ours.title, ours.code, ready(ours), unit),
      await row(external.title, external.code, ready(external), unit),
      await row(
        `${deck.title}, import alone`,
        deck.code,
        deck.samples.map(({ imported }) => imported),
        unit,
      ),
      await row(`${deck.title}, with the clients that its handler makes`, deck.code, ready(deck), unit),
      '',
      `Medians of ${SAMPLES} fresh processes each, taking turns: ${machine(`AWS SDK ${sdkVersion}`, `Python ${pythonVersion}`, `boto3 ${boto3Version}`)}.`,
    ].join('\n'),
  );
  return true;
});
