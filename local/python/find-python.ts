import { Problem } from '../terminal/problem.ts';
import { runProgram } from './run-program.ts';

/** A Python that can create virtual environments. */
export interface Python {
  /** The path of the program. */
  readonly path: string;
  /** The version, such as `3.12.1`. */
  readonly version: string;
}

const OLDEST = [3, 10] as const;
const PROGRAMS = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const ANSWER_MILLISECONDS = 20_000;
const ADVICE = `Install Python ${OLDEST.join('.')} or newer, from python.org or with your system's package manager, and start again.`;

/**
 * A Python program that prints a {@link Description} as JSON. `hasVenv` is true if the Python can create virtual environments.
 * On Debian and Ubuntu, the required module `ensurepip` is in a separate package.
 */
const DESCRIBE = `
import importlib.util, json, sys
print(json.dumps({
  "path": sys.executable,
  "version": "%d.%d.%d" % sys.version_info[:3],
  "hasVenv": all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip")),
}))`;

interface Description extends Python {
  readonly hasVenv: boolean;
}

/**
 * Returns the description of the given Python program, or the reason why the program did not answer. Returns `undefined` if the
 * program is missing or is not Python.
 */
async function describe(program: string): Promise<Description | string | undefined> {
  const limit = AbortSignal.timeout(ANSWER_MILLISECONDS);
  const { code, signal, stdout } = await runProgram(program, ['-c', DESCRIBE], { signal: limit });
  if (signal !== null) {
    return limit.aborted
      ? `${program} did not answer within ${ANSWER_MILLISECONDS / 1_000} s`
      : `${program} was ended by ${signal} before it answered`;
  }
  try {
    return code === 0 ? (JSON.parse(stdout) as Description) : undefined;
  } catch {
    return undefined; // a program with this name exists, but is not Python
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/**
 * Finds a Python on the PATH that is 3.10 or newer and can create virtual environments.
 *
 * @throws Problem if there is none; the message describes what was found instead
 */
export async function findPython(): Promise<Python> {
  const unfit: Description[] = [];
  const silent: string[] = [];
  for (const program of PROGRAMS) {
    const found = await describe(program);
    if (typeof found === 'string') {
      silent.push(found);
    } else if (found && isNewEnough(found.version) && found.hasVenv) {
      return { path: found.path, version: found.version };
    } else if (found) {
      unfit.push(found);
    }
  }
  const withoutVenv = unfit.find(({ version }) => isNewEnough(version));
  if (withoutVenv) {
    throw new Problem(
      `Python ${withoutVenv.version} (${withoutVenv.path}) cannot make virtual environments: its module venv or ensurepip is missing. On Debian and Ubuntu install the package python3-venv, then start again.`,
    );
  }
  const [old] = unfit;
  const instead = silent[0] ?? (old ? `${old.path} is ${old.version}` : 'none was found on the PATH');
  throw new Problem(`Python ${OLDEST.join('.')} or newer is needed, but ${instead}. ${ADVICE}`);
}
