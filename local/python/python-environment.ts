import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Problem } from '../terminal/problem.ts';
import { findPython } from './find-python.ts';
import { type Outcome, runProgram } from './run-program.ts';

/** The options for {@link ensurePythonEnvironment}. */
export interface PythonEnvironmentOptions {
  /** The name of the environment, in lower-case letters and hyphens. The folder's name begins with it. */
  readonly name: string;
  /** The path of a requirements file that pins every package with hashes. */
  readonly requirementsFile: string;
  /**
   * Called at each step of an installation, with a short description of the step. Not called if the environment already exists.
   * @default - no progress is reported
   */
  readonly onProgress?: (step: string) => void;
  /** Aborting this signal stops the installation. */
  readonly signal?: AbortSignal;
}

const FOLDER = join(import.meta.dirname, '..', '..', '.local', 'python');

/** Returns the folder prefix of an unfinished installation. The installer's process ID and a random part follow it. */
const partialPrefix = (folder: string) => `${folder}.partial-`;

/** Removes unfinished installations of the given environment if their process has ended. */
async function removeAbandoned(folder: string): Promise<void> {
  const prefix = basename(partialPrefix(folder));
  for (const entry of await readdir(FOLDER)) {
    if (entry.startsWith(prefix) && !isRunning(Number.parseInt(entry.slice(prefix.length), 10))) {
      await rm(join(FOLDER, entry), { recursive: true, force: true });
    }
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // with EPERM, the process exists but belongs to another user
  }
}

/** Returns the reason why the program failed, such as the signal that ended it, or the last error in pip's output. */
function reasonOf({ code, signal, stdout, stderr }: Outcome): string {
  if (code === null) {
    return signal ? `it was ended by ${signal}` : 'it could not be started';
  }
  const lines = `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => line.startsWith('ERROR:')).map((line) => line.slice('ERROR:'.length).trim());
  return (errors.at(-1) ?? lines.at(-1) ?? `exit code ${code}`).replace(/[.]$/, '');
}

/**
 * Creates a Python virtual environment with the requirements installed, or finds an existing one. The folder `.local/` keeps an
 * environment for each version of the requirements file and of Python. An environment gets its final name only when it is
 * complete. Two processes may therefore install at the same time, and an interrupted installation does no harm. Run programs of
 * the environment as `<python> -m <module>`, because its scripts contain the path of the unfinished installation.
 *
 * @returns the path of the environment's Python
 * @throws Problem if there is no suitable Python or the installation fails; the abort reason if the signal is aborted
 */
export async function ensurePythonEnvironment(options: PythonEnvironmentOptions): Promise<string> {
  const python = await findPython();
  const digest = createHash('sha256')
    .update(await readFile(options.requirementsFile))
    .update(JSON.stringify(python))
    .digest('hex')
    .slice(0, 16);
  const folder = join(FOLDER, `${options.name}-${digest}`);
  const programIn = (environment: string) => join(environment, 'bin', 'python');
  if (existsSync(programIn(folder))) {
    return programIn(folder);
  }

  await mkdir(FOLDER, { recursive: true });
  await removeAbandoned(folder);
  const partial = await mkdtemp(`${partialPrefix(folder)}${process.pid}-`);
  // leave out the user's PYTHONHOME and PYTHONPATH, which would add other packages
  const { PYTHONHOME: _, PYTHONPATH: __, ...env } = process.env;
  const runOptions = { env, ...(options.signal && { signal: options.signal }) };
  // without --no-compile, pip would also compile the many modules that are never imported
  const pipInstall = ['-m', 'pip', '--disable-pip-version-check', '--no-input', 'install', '--quiet', '--no-compile'];
  const steps = [
    {
      progress: `making a virtual environment with Python ${python.version}`,
      program: python.path,
      parameters: ['-m', 'venv', partial],
    },
    {
      progress: `downloading and installing ${options.name}`,
      program: programIn(partial),
      parameters: [...pipInstall, '--require-hashes', '--requirement', options.requirementsFile],
    },
  ];
  try {
    for (const { progress, program, parameters } of steps) {
      options.onProgress?.(progress);
      const outcome = await runProgram(program, parameters, runOptions);
      options.signal?.throwIfAborted();
      if (outcome.code !== 0) {
        throw new Problem(
          `${options.name} could not be installed (${progress}): ${reasonOf(outcome)}. pip downloads it from the package index that this machine is configured for: check the connection and start again.`,
        );
      }
    }
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    // if the folder exists, another process has installed the same environment in the meantime
    if (!existsSync(programIn(folder))) {
      throw error;
    }
  }
  return programIn(folder);
}
