import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ensurePythonEnvironment } from '../python/python-environment.ts';
import { Problem } from '../terminal/problem.ts';
import { type ClientConfig, type ClientEnvironment, clientConfig, clientEnvironment } from './client-config.ts';
import { freePort, HOST, isFree } from './free-port.ts';

/** A running MiniStack. */
export interface Ministack {
  readonly port: number;
  readonly clientConfig: ClientConfig;
  readonly clientEnvironment: ClientEnvironment;
  /** A folder for the files of this run. `stop` removes the folder. */
  readonly folder: string;
  /** The path of MiniStack's log file, which is in `folder`. */
  readonly logFile: string;
  /**
   * Resolves to a Problem with the last lines of the log if MiniStack ends by itself. Otherwise, the promise never settles.
   */
  readonly died: Promise<Problem>;
  /** Ends MiniStack and all processes that it started, and removes `folder`. Further calls have no effect. */
  stop(): Promise<void>;
  /**
   * Immediately kills MiniStack and all processes that it started, but does not remove `folder`. It is synchronous, so that
   * listeners of `process.on('exit')` can call it.
   */
  kill(): void;
}

/**
 * Installs MiniStack if it is not installed yet.
 *
 * @returns the path of the Python program that runs MiniStack
 * @throws Problem if there is no suitable Python or the installation fails; the abort reason if the signal is aborted
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
/** The maximum number of tries to start MiniStack. A try fails if another process takes the chosen port first. */
const MOST_STARTS = 3;

/** The options for starting MiniStack. */
export interface MinistackOptions {
  /** The result of {@link installMinistack}. */
  readonly python: string;
  /**
   * The port on which MiniStack listens.
   * @default - a free one
   */
  readonly port?: number;
  /**
   * Additional MiniStack settings.
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * The time that MiniStack has to end before it is killed, in milliseconds.
   * @default - 3 s
   */
  readonly stopMilliseconds?: number;
  /**
   * The folder for the files of this run, from {@link makeMinistackFolder}. If MiniStack does not start, the caller must remove
   * the folder.
   * @default - a new one
   */
  readonly folder?: string;
  /** Aborting this signal cancels the start of MiniStack. */
  readonly signal?: AbortSignal;
}

/**
 * Starts MiniStack on 127.0.0.1, in its own process group. The group ends when this process ends, even if this process is
 * killed.
 *
 * @returns a MiniStack that answers requests
 * @throws Problem if the port is in use or MiniStack does not start; the abort reason if the signal is aborted
 */
export async function startMinistack(options: MinistackOptions): Promise<Ministack> {
  for (let starts = 1; ; starts += 1) {
    const port = await freePort(options.port);
    try {
      return await startOn(port, options);
    } catch (error) {
      // if another process has taken the port, the next try chooses another port, or reports that the requested port is in use
      if (starts === MOST_STARTS || options.signal?.aborted || (await isFree(port))) {
        throw error;
      }
    }
  }
}

/** Starts MiniStack on the given port, which was free a moment ago. */
async function startOn(port: number, options: MinistackOptions): Promise<Ministack> {
  const folder = options.folder ?? (await makeMinistackFolder());
  const logFile = join(folder, 'ministack.log');
  let end = async () => {};
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= end().then(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    return stopping;
  };
  try {
    // MiniStack runs functions with a CommonJS program; without this file, a package.json in a folder above could make Node
    // load the program as an ES module
    await writeFile(join(folder, 'package.json'), '{}');
    const { child, ended } = await spawnMinistack({ ...options, port, folder, logFile });
    end = () => endGroup(child, ended, options.stopMilliseconds ?? STOP_MILLISECONDS);
    const died = new Promise<Problem>((resolve) => {
      ended.then((how) => stopping ?? resolve(new Problem(`MiniStack, the local AWS, ${how}`)));
    });
    const over = new AbortController();
    died.then((problem) => over.abort(problem));
    await untilAnswering(port, logFile, AbortSignal.any([over.signal, ...(options.signal ? [options.signal] : [])]));
    return {
      port,
      clientConfig: clientConfig(port),
      clientEnvironment: clientEnvironment(port),
      folder,
      logFile,
      died,
      stop,
      kill: () => signalGroup(child, 'SIGKILL'),
    };
  } catch (error) {
    await (options.folder === undefined ? stop() : end()).catch(() => {}); // report only the reason why MiniStack did not start
    throw error;
  }
}

/**
 * Creates a temporary folder for the files of a MiniStack run.
 *
 * @returns the path of the folder
 * @throws Problem if the folder cannot be created
 */
export async function makeMinistackFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'remindme-'));
  } catch (error) {
    throw new Problem(
      `Cannot create a folder for MiniStack, the local AWS, in ${tmpdir()}: ${(error as Error).message}. Fix that, or set TMPDIR to another folder, and start again.`,
    );
  }
}

/** Starts the process of MiniStack. `ended` resolves to a phrase that says how the process ended, or why it did not start. */
async function spawnMinistack(
  options: MinistackOptions & { readonly port: number; readonly folder: string; readonly logFile: string },
): Promise<{ readonly child: ChildProcess; readonly ended: Promise<string> }> {
  const { python, port, folder, logFile } = options;
  const log = await open(logFile, 'a');
  try {
    const child = spawn(python, [join(import.meta.dirname, 'start-ministack.py')], {
      cwd: folder,
      detached: true,
      // the pipe closes when this process ends, and then MiniStack ends too
      stdio: ['pipe', log.fd, log.fd],
      env: {
        // put this process's Node first, so that functions run on it; leave out the user's other variables, because they could
        // change MiniStack's behaviour
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
    // register the listeners before any await, because an error event without a listener would end this process
    const ended = new Promise<string>((resolve) => {
      child.on('error', ({ message }) =>
        resolve(
          `could not be started: ${message}. Remove the folder ${dirname(dirname(python))} to have it installed anew, and start again.`,
        ),
      );
      child.on('exit', async (code, signal) => {
        const lines = (await readFile(logFile, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-10);
        resolve(`ended by itself (${signal ?? `exit code ${code}`}). Its log ends with:\n${lines.join('\n')}`);
      });
    });
    child.stdin?.on('error', () => {}); // ignore the error that occurs if MiniStack ends first, because `ended` reports it
    return { child, ended };
  } finally {
    await log.close();
  }
}

/**
 * Waits until MiniStack answers. Also checks the log, because the answer could come from another MiniStack on the same port.
 */
async function untilAnswering(port: number, logFile: string, signal: AbortSignal): Promise<void> {
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
  throw new Problem(
    `MiniStack, the local AWS, did not answer within ${START_MILLISECONDS / 1_000} s of its start. Start again when this machine is less busy.`,
  );
}

/** Sends the signal to the process and to all processes that it started. Returns false if none of them is running. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): boolean {
  try {
    return child.pid !== undefined && process.kill(-child.pid, signal);
  } catch {
    return false; // the group has ended
  }
}

/**
 * Asks the process group to end. Kills the processes that are still running when MiniStack has ended or the given time has
 * passed.
 */
async function endGroup(child: ChildProcess, ended: Promise<unknown>, milliseconds: number): Promise<void> {
  signalGroup(child, 'SIGTERM');
  await Promise.race([ended, delay(milliseconds, undefined, { ref: false })]);
  signalGroup(child, 'SIGKILL'); // the processes that run Lambda functions may still be running
  await ended;
}
