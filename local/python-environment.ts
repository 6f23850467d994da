import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Problem } from './problem.ts';
import { findPython } from './python.ts';
import { type Outcome, run } from './run.ts';

/** What to install, and where to say what goes on. */
export interface PythonEnvironmentOptions {
  /** Names the environment's folder; lower-case letters and hyphens. */
  readonly name: string;
  /** Path of a requirements file that pins everything with hashes. */
  readonly requirementsFile: string;
  /**
   * Gets a few words for each step of an installation; nothing where it is installed already.
   * @default - no progress is reported
   */
  readonly onProgress?: (step: string) => void;
  /** Ends an installation. */
  readonly signal?: AbortSignal;
}

const FOLDER = join(import.meta.dirname, '..', '.local', 'python');

/** A folder that was being filled; its name ends with the id of the process that fills it and a random part. */
const partialPrefix = (folder: string) => `${folder}.partial-`;

/** Removes what installations left behind whose process is gone. */
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
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // somebody else's
  }
}

/** What went wrong: what ended the program from outside, or the line of pip's output that says it. */
function reasonOf({ code, signal, stdout, stderr }: Outcome): string {
  if (code === null) {
    return signal ? `it was ended by ${signal}` : 'it could not be started';
  }
  const lines = `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => line.startsWith('ERROR:')).map((line) => line.slice('ERROR:'.length).trim());
  return (errors.at(-1) ?? lines.at(-1) ?? `exit code ${code}`).replace(/[.]$/, '');
}

/**
 * Gives a Python virtual environment with the requirements installed: under `.local/`, made the first time, as it is from then
 * on. One exists for each content of the requirements file and each Python. It becomes visible only when complete, so
 * that two may install at once and an interrupted installation does no harm. Run what is in it as `<python> -m <module>`: its
 * scripts still name the folder in which they were made.
 *
 * @returns path of the environment's Python
 * @throws Problem where no Python fits or the installation fails
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
  // a PYTHONHOME or PYTHONPATH of the person's own would mix other packages in
  const { PYTHONHOME: _, PYTHONPATH: __, ...env } = process.env;
  const runOptions = { env, ...(options.signal && { signal: options.signal }) };
  const steps = [
    {
      progress: `making a virtual environment with Python ${python.version}`,
      program: python.path,
      parameters: ['-m', 'venv', partial],
    },
    {
      progress: `downloading and installing ${options.name}`,
      program: programIn(partial),
      parameters: [
        '-m',
        'pip',
        '--disable-pip-version-check',
        '--no-input',
        'install',
        '--quiet',
        '--require-hashes',
      ].concat('--requirement', options.requirementsFile),
    },
  ];
  try {
    for (const { progress, program, parameters } of steps) {
      options.onProgress?.(progress);
      const outcome = await run(program, parameters, runOptions);
      options.signal?.throwIfAborted();
      if (outcome.code !== 0) {
        throw new Problem(
          `${options.name} could not be installed (${progress}): ${reasonOf(outcome)}. It comes from the Python package index, with the settings of pip on this machine; check the connection and start again.`,
        );
      }
    }
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(programIn(folder))) {
      throw error;
    } // otherwise another process has installed the same meanwhile
  }
  return programIn(folder);
}
