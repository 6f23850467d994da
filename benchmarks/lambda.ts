import { execFile } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { physicalNames } from '../core/naming/physical-names.ts';
import { MEMORY_MEGABYTES } from '../lib/kit/functions/service-function.ts';
import { clientEnvironment, NO_SDK_WARNING } from '../local/ministack/client-config.ts';
import { ensurePythonEnvironment } from '../local/python/python-environment.ts';
import { SERVICE } from '../local/service/start-service.ts';
import { bundle, FUNCTIONS } from './lambda-bundles.ts';
import { machine } from './machine.ts';
import { median } from './quantile.ts';
import { runBenchmark } from './run-benchmark.ts';
import { say } from './say.ts';
import { startDeployed } from './start-deployed.ts';

// Measures the cold start of `FUNCTIONS`: the time to import the code, and the time until the first event is handled. Compares
// send-reminder with a variant that does not bundle the AWS SDK, and with the deck's function. Each sample is a new process.
// The candidates take turns, so that other work on the computer affects all of them equally.

const SAMPLES = 31;
/** The maximum time of a cold start. A single reminder usually causes a cold start, which delays the email. */
const COLD_MILLISECONDS = 1_000;
/** The maximum time for an import, as a multiple of send-reminder's time. */
const MOST_TIMES = 1.5;
/** The memory at which a function has one full vCPU (AWS Lambda Developer Guide, "Configure Lambda function memory"). */
const PROCESSOR_MEGABYTES = 1_769;

/** The output of `measure-cold-start.js` and of `deck/measure.py`, in milliseconds. */
interface Sample {
  /**
   * The time until the code is imported. Measured only for the deck's function. The other functions create their clients during
   * the import.
   */
  readonly imported?: number;
  /** The time until the clients are created. */
  readonly ready: number;
  /** The time until the first event is handled. */
  readonly handled?: number;
  /** The total CPU time of these steps. */
  readonly cpu?: number;
}

interface Candidate {
  readonly title: string;
  /** The path of the deployed file. */
  readonly code: string;
  readonly command: readonly [program: string, ...parameters: string[]];
  readonly env: NodeJS.ProcessEnv;
  readonly samples: Sample[];
}

const run = promisify(execFile);

/** The environment variables that Lambda sets and the clients need. */
const LAMBDA = {
  PATH: process.env['PATH'] ?? '',
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  ...NO_SDK_WARNING, // on an older Node than Lambda's, the SDK would print a warning, which takes time
  PYTHONDONTWRITEBYTECODE: '1', // do not cache compiled code, because the folder with a function's code is read-only in Lambda
};

async function takeSample({ command: [program, ...parameters], env }: Candidate): Promise<Sample> {
  const { stdout } = await run(program, parameters, { env });
  return JSON.parse(stdout) as Sample;
}

/** Returns the environment variables of the deployed function with the given name. */
async function environmentOf(endpoint: string, name: string): Promise<NodeJS.ProcessEnv> {
  const response = await fetch(`${endpoint}/2015-03-31/functions/${name}/configuration`, {
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0',
    },
  });
  return ((await response.json()) as { Environment: { Variables: NodeJS.ProcessEnv } }).Environment.Variables;
}

const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
const milliseconds = (time: number) => `${time.toFixed(0)} ms`;

/** Returns the median of one measured time, in milliseconds. */
const middle = ({ samples }: Candidate, measured: keyof Sample) => median(samples.map((each) => each[measured] ?? 0));

/** Returns the candidate's row in the comparison table. `unit` is send-reminder's time in milliseconds. */
async function row(candidate: Candidate, unit: number, measured: 'imported' | 'ready' = 'ready'): Promise<string> {
  const { title, code, samples } = candidate;
  const times = samples.map((each) => each[measured] ?? 0);
  const range = `${Math.min(...times).toFixed(0)} to ${milliseconds(Math.max(...times))}`;
  const time = middle(candidate, measured);
  const size = kilobytes((await stat(code)).size);
  return `| ${title}${measured === 'imported' ? ', import alone' : ''} | ${size} | ${milliseconds(time)} | ${range} | ${(time / unit).toFixed(1)} |`;
}

const here = import.meta.dirname;
await runBenchmark(async (atEnd) => {
  const folder = join(here, '..', '.local', 'benchmark', String(process.pid));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const requirementsFile = join(here, 'requirements.txt');
  const python = await ensurePythonEnvironment({ name: 'boto3', requirementsFile, onProgress: say });
  const ministack = await startDeployed(atEnd);
  const { endpoint } = ministack.clientConfig;

  const inNode = (title: string, code: string): Candidate => ({
    title,
    code,
    command: [process.execPath, join(here, 'measure-cold-start.js'), code],
    env: LAMBDA,
    samples: [],
  });
  const bundles = Object.fromEntries(FUNCTIONS.map((name) => [name, bundle(name, join(folder, name))]));
  const imports = FUNCTIONS.map((name) => inNode(name, bundles[name] ?? ''));
  const external = inNode(
    "send-reminder, on the runtime's own SDK",
    // write the bundle into the project, so that Node can find the SDK in node_modules
    bundle('send-reminder', join(folder, 'without-sdk'), ['@aws-sdk/*', '@smithy/*']),
  );
  const deck: Candidate = {
    title: "the deck's Python",
    code: join(here, 'deck', 'lambda_function.py'),
    command: [python, join(here, 'deck', 'measure.py')],
    env: LAMBDA,
    samples: [],
  };
  const dueAt = new Date().toISOString();
  const executionArn = `arn:aws:states:us-east-1:000000000000:execution:${SERVICE}-sns:cold`;
  const MessageAttributes = {
    dueAt: { Type: 'String', Value: dueAt },
    executionArn: { Type: 'String', Value: executionArn },
  };
  const sns = { MessageId: 'cold', Message: 'cold', Subject: 'Cold', Timestamp: dueAt };
  const events: Readonly<Record<(typeof FUNCTIONS)[number], unknown>> = {
    'send-reminder': { message: 'cold', subject: 'Cold', dueAt, executionName: 'cold', executionArn },
    'line-up-email': { Records: [{ Sns: { ...sns, MessageAttributes } }] },
    'report-failure': {
      id: 'cold',
      detail: { executionArn, stateMachineArn: executionArn, name: 'cold', status: 'FAILED' },
    },
    'http-api': { rawPath: '/reminders', requestContext: { http: { method: 'GET' } } },
  };
  const functions = Object.values(physicalNames(SERVICE).functions);
  const handled = await Promise.all(
    FUNCTIONS.map(async (name): Promise<Candidate> => {
      const deployed = functions.find((each) => each.endsWith(name)) ?? '';
      const env = { ...LAMBDA, ...(await environmentOf(endpoint, deployed)), ...clientEnvironment(ministack.port) };
      const { title, code, command } = inNode(name, bundles[name] ?? '');
      return { title, code, command: [...command, JSON.stringify(events[name])], env, samples: [] };
    }),
  );

  for (let round = 0; round <= SAMPLES; round += 1) {
    for (const candidate of [...imports, external, deck, ...handled]) {
      const sample = await takeSample(candidate);
      if (round > 0) {
        candidate.samples.push(sample); // ignore the first round, which fills the disk's caches
      }
    }
    if (round % 10 === 0) {
      say(`${round} of ${SAMPLES} rounds`);
    }
  }

  const versions = await run(python, [
    '-c',
    'import boto3, platform; print(platform.python_version(), boto3.__version__)',
  ]);
  const [pythonVersion, boto3Version] = versions.stdout.trim().split(' ');
  const { version: sdkVersion } = JSON.parse(
    await readFile(join(here, '..', 'node_modules', '@aws-sdk', 'client-sns', 'package.json'), 'utf8'),
  ) as { version: string };

  const unit = middle(imports[0] ?? external, 'ready');
  /**
   * Returns an upper bound for the time in Lambda, in milliseconds. The bound assumes that the function gets only its share of
   * a vCPU, even during initialization.
   */
  const inLambda = (each: Candidate) => (middle(each, 'cpu') * PROCESSOR_MEGABYTES) / MEMORY_MEGABYTES;
  console.log(
    [
      '| function | code | cold import, clients created | least to most | relative to send-reminder |',
      '|---|---:|---:|---:|---:|',
      ...(await Promise.all([...imports, external].map((each) => row(each, unit)))),
      await row(deck, unit, 'imported'),
      await row({ ...deck, title: `${deck.title}, with the clients that its handler creates` }, unit),
      '',
      "| function | import and first event | CPU time | with the function's share of a vCPU in Lambda |",
      '|---|---:|---:|---:|',
      ...handled.map(
        (each) =>
          `| ${each.title} | ${milliseconds(middle(each, 'handled'))} | ${milliseconds(middle(each, 'cpu'))} | ${milliseconds(inLambda(each))} |`,
      ),
      '',
      `Medians of ${SAMPLES} fresh processes each, taking turns: ${machine(`AWS SDK ${sdkVersion}`, `Python ${pythonVersion}`, `boto3 ${boto3Version}`)}.`,
      `Lambda gives ${MEMORY_MEGABYTES} MB a share of ${(MEMORY_MEGABYTES / PROCESSOR_MEGABYTES).toFixed(3)} of a vCPU. At most ${COLD_MILLISECONDS} ms, and ${MOST_TIMES} times the import of send-reminder.`,
    ].join('\n'),
  );
  const areSmall = imports.every((each) => middle(each, 'ready') <= unit * MOST_TIMES);
  return areSmall && handled.every((each) => inLambda(each) < COLD_MILLISECONDS);
});
