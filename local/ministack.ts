import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, HOST, isFree } from './free-port.ts';
import { Problem } from './problem.ts';
import { ensurePythonEnvironment } from './python-environment.ts';

/** The account that MiniStack plays. */
export const ACCOUNT = '000000000000';
/** The region that MiniStack is used in. */
export const REGION = 'us-east-1';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** What an AWS SDK client needs to talk to MiniStack: `new SFNClient(ministack.clientConfig)`. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The same for another process, as environment variables that every AWS SDK, the AWS CLI and the CDK read. */
export type ClientEnvironment = Readonly<
  Record<
    'AWS_ENDPOINT_URL' | 'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY' | 'AWS_REGION' | 'AWS_DEFAULT_REGION',
    string
  >
>;

/** A running MiniStack. */
export interface Ministack {
  readonly port: number;
  readonly clientConfig: ClientConfig;
  readonly clientEnvironment: ClientEnvironment;
  /** A folder for files of this run; it goes when MiniStack stops. */
  readonly folder: string;
  /** MiniStack's log, in that folder. */
  readonly logFile: string;
  /** Resolves to a Problem with the last lines of the log when MiniStack ends without being stopped; else never. */
  readonly died: Promise<Problem>;
  /** Ends MiniStack with all that it started, and removes its folder. May be called again, and at any time. */
  stop(): Promise<void>;
  /** The same at once, for `process.on('exit')`; leaves the folder. */
  kill(): void;
}

/** What an SDK client needs to talk to the MiniStack on a port of this machine. */
export function clientConfig(port: number): ClientConfig {
  return { endpoint: `http://${HOST}:${port}`, region: REGION, credentials: CREDENTIALS };
}

/**
 * Installs MiniStack where that was not done before.
 *
 * @returns path of the Python to start it with
 * @throws Problem where Python is missing or the installation fails
 */
export function installMinistack(
  options: { readonly onProgress?: (step: string) => void; readonly signal?: AbortSignal } = {},
): Promise<string> {
  return ensurePythonEnvironment({
    ...options,
    name: 'ministack',
    requirementsFile: join(import.meta.dirname, 'requirements.txt'),
  });
}

const START_MILLISECONDS = 60_000;
const STOP_MILLISECONDS = 3_000;
const ANSWER_MILLISECONDS = 5_000;
const POLL_MILLISECONDS = 50;
/** How often a port may be taken by somebody else between its choice and the start. */
const MOST_STARTS = 3;

/** How MiniStack is to be started. */
export interface MinistackOptions {
  /** What {@link installMinistack} gave. */
  readonly python: string;
  /**
   * The port that it listens on.
   * @default - a free one
   */
  readonly port?: number;
  /**
   * Settings of MiniStack itself, beside those that are made here.
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * How long it may take to end when it is asked to; then it is killed.
   * @default - 3 s
   */
  readonly stopMilliseconds?: number;
  /** Stops it while it starts. */
  readonly signal?: AbortSignal;
}

/**
 * Starts MiniStack on 127.0.0.1, in a process group of its own that also ends when this process does, however it ends.
 *
 * @returns when it answers
 * @throws Problem where the port is in use or MiniStack does not come up
 */
export async function startMinistack(options: MinistackOptions): Promise<Ministack> {
  for (let starts = 1; ; starts += 1) {
    const port = await freePort(options.port);
    try {
      return await startOn(port, options);
    } catch (error) {
      if (starts === MOST_STARTS || options.signal?.aborted || (await isFree(port))) {
        throw error;
      } // otherwise somebody else was quicker: another port, or the sentence about the wanted one
    }
  }
}

/** Starts MiniStack on a port that was free just now. */
async function startOn(port: number, options: MinistackOptions): Promise<Ministack> {
  const folder = await makeFolder();
  const logFile = join(folder, 'ministack.log');
  let end = async () => {};
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= end().then(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    return stopping;
  };
  try {
    // MiniStack runs functions by a program in CommonJS, which it would not be in a package of modules around this folder
    await writeFile(join(folder, 'package.json'), '{}');
    const { child, ended } = await spawnMinistack({ ...options, port, folder, logFile });
    end = () => endGroup(child, ended, options.stopMilliseconds ?? STOP_MILLISECONDS);
    const died = new Promise<Problem>((resolve) => {
      ended.then((how) => stopping ?? resolve(new Problem(`MiniStack, the local AWS, ${how}`)));
    });
    const over = new AbortController();
    died.then((problem) => over.abort(problem));
    await answers(port, logFile, AbortSignal.any([over.signal, ...(options.signal ? [options.signal] : [])]));
    return {
      port,
      clientConfig: clientConfig(port),
      clientEnvironment: {
        AWS_ENDPOINT_URL: clientConfig(port).endpoint,
        AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
        AWS_REGION: REGION,
        AWS_DEFAULT_REGION: REGION, // the AWS CLI 1 knows no other
      },
      folder,
      logFile,
      died,
      stop,
      kill: () => signalGroup(child, 'SIGKILL'),
    };
  } catch (error) {
    await stop().catch(() => {}); // why it has not started is what has to be told
    throw error;
  }
}

async function makeFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'remindme-'));
  } catch (error) {
    throw new Problem(
      `No folder for MiniStack, the local AWS, can be made in ${tmpdir()}: ${(error as Error).message}. Mend that, or set TMPDIR to another folder, and start again.`,
    );
  }
}

/** Starts the process; `ended` says how it has ended, or why it has not begun. */
async function spawnMinistack(
  options: MinistackOptions & { readonly port: number; readonly folder: string; readonly logFile: string },
): Promise<{ readonly child: ChildProcess; readonly ended: Promise<string> }> {
  const { python, port, folder, logFile } = options;
  const log = await open(logFile, 'a');
  try {
    const child = spawn(python, [join(import.meta.dirname, 'ministack', 'start-ministack.py')], {
      cwd: folder,
      detached: true,
      // the pipe is how it learns that this process is gone
      stdio: ['pipe', log.fd, log.fd],
      env: {
        // the functions run on the Node that runs this; nothing else of the person's environment may change how it behaves
        PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
        HOME: folder,
        TMPDIR: folder,
        LANG: 'C.UTF-8',
        PYTHONUNBUFFERED: '1',
        BIND_HOST: HOST,
        GATEWAY_PORT: String(port),
        AWS_EC2_METADATA_DISABLED: 'true',
        ...options.environment,
      },
    });
    // before anything is awaited: an error that nobody listens for would end this process
    const ended = new Promise<string>((resolve) => {
      child.on('error', ({ message }) =>
        resolve(
          `could not be started: ${message}. Remove the folder ${dirname(dirname(python))}, so that it is installed anew, and start again.`,
        ),
      );
      child.on('exit', async (code, signal) => {
        const lines = (await readFile(logFile, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-10);
        resolve(`ended by itself (${signal ?? `exit code ${code}`}). Its last words were:\n${lines.join('\n')}`);
      });
    });
    child.stdin?.on('error', () => {}); // it ended before this process did: `ended` tells
    return { child, ended };
  } finally {
    await log.close();
  }
}

/** Waits until the MiniStack that writes this log answers, and not another one that was quicker to take the port. */
async function answers(port: number, logFile: string, signal: AbortSignal): Promise<void> {
  const listens = `Running on http://${HOST}:${port} `;
  const deadline = Date.now() + START_MILLISECONDS;
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    const response = await fetch(`http://${HOST}:${port}/_ministack/health`, {
      signal: AbortSignal.timeout(ANSWER_MILLISECONDS),
    }).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok && (await readFile(logFile, 'utf8')).includes(listens)) {
      return;
    }
    await delay(POLL_MILLISECONDS);
  }
  throw new Problem(`MiniStack, the local AWS, did not answer within ${START_MILLISECONDS / 1_000} s of its start.`);
}

/** Signals a process and all that it started. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): boolean {
  try {
    return child.pid !== undefined && process.kill(-child.pid, signal);
  } catch {
    return false; // nobody is left
  }
}

/** Asks the group to end, and ends it where it does not. */
async function endGroup(child: ChildProcess, ended: Promise<unknown>, milliseconds: number): Promise<void> {
  signalGroup(child, 'SIGTERM');
  await Promise.race([ended, delay(milliseconds, undefined, { ref: false })]);
  signalGroup(child, 'SIGKILL'); // its Lambda workers may outlive it
  await ended;
}
