import { Problem } from './problem.ts';
import { run } from './run.ts';

/** A Python that can make virtual environments. */
export interface Python {
  /** Path of the program. */
  readonly path: string;
  /** Such as `3.12.1`. */
  readonly version: string;
}

const OLDEST = [3, 10] as const;
const PROGRAMS = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const ANSWER_MILLISECONDS = 20_000;
const ADVICE = `Install Python ${OLDEST.join('.')} or newer, from python.org or with your system's package manager, and start again.`;

/** What a Python says of itself; `ensurepip` is apart from Python on Debian and Ubuntu. */
const QUESTION = `
import importlib.util, json, sys
print(json.dumps({
  "path": sys.executable,
  "version": "%d.%d.%d" % sys.version_info[:3],
  "hasVenv": all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip")),
}))`;

interface Answer extends Python {
  readonly hasVenv: boolean;
}

/** Asks a program; a text says why one that is there has not answered. */
async function ask(program: string): Promise<Answer | string | undefined> {
  const limit = AbortSignal.timeout(ANSWER_MILLISECONDS);
  const { code, signal, stdout } = await run(program, ['-c', QUESTION], { signal: limit });
  if (signal !== null) {
    return limit.aborted
      ? `${program} did not answer within ${ANSWER_MILLISECONDS / 1_000} s`
      : `${program} was ended by ${signal} before it answered`;
  }
  try {
    return code === 0 ? (JSON.parse(stdout) as Answer) : undefined;
  } catch {
    return undefined; // something else that goes by the name of Python
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/**
 * Finds a Python 3.10 or newer on the PATH that can make virtual environments.
 *
 * @throws Problem where there is none, with what was found instead
 */
export async function findPython(): Promise<Python> {
  const found: Answer[] = [];
  const silent: string[] = [];
  for (const program of PROGRAMS) {
    const answer = await ask(program);
    if (typeof answer === 'string') {
      silent.push(answer);
      continue;
    }
    if (answer && isNewEnough(answer.version) && answer.hasVenv) {
      return { path: answer.path, version: answer.version };
    }
    if (answer) {
      found.push(answer);
    }
  }
  const withoutVenv = found.find(({ version }) => isNewEnough(version));
  if (withoutVenv) {
    throw new Problem(
      `Python ${withoutVenv.version} (${withoutVenv.path}) cannot make virtual environments: its module venv or ensurepip is missing. On Debian and Ubuntu install the package python3-venv, then start again.`,
    );
  }
  const [old] = found;
  const instead = silent[0] ?? (old ? `${old.path} is ${old.version}` : 'none was found on the PATH');
  throw new Problem(`Python ${OLDEST.join('.')} or newer is needed, but ${instead}. ${ADVICE}`);
}
