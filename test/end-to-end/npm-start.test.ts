import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { awsCliIn } from './aws-cli.ts';

/** The first run downloads the AWS CLI. */
jest.setTimeout(300_000);

const PROJECT = join(import.meta.dirname, '..', '..');

/** A running program and its output so far. */
class Running {
  stdout = '';
  stderr = '';
  readonly ended: Promise<number | null>;
  private readonly listeners = new Set<() => void>();

  constructor(readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk) => this.hear('stdout', chunk));
    child.stderr?.on('data', (chunk) => this.hear('stderr', chunk));
    this.ended = new Promise((resolve) => {
      child.on('close', (code) => {
        resolve(code);
        this.hear('stdout', '');
      });
    });
  }

  private hear(from: 'stdout' | 'stderr', chunk: unknown) {
    this[from] += chunk;
    for (const listener of this.listeners) {
      listener();
    }
  }

  /** Waits until the program's stdout matches the pattern, and returns the match. Fails if the program ends first. */
  async prints(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(this.stdout);
        if (match) {
          this.listeners.delete(look);
          resolve(match);
        } else if (this.child.exitCode !== null) {
          reject(new Error(`ended without printing ${pattern}:\n${this.stdout}\n${this.stderr}`));
        }
      };
      this.listeners.add(look);
      look();
    });
  }
}

const { AWS_ENDPOINT_URL: _, ...ENVIRONMENT } = process.env; // these tests start their own local AWS

const npmStart = (parameters: string[] = []) =>
  new Running(
    spawn('npm', ['start', ...(parameters.length > 0 ? ['--', ...parameters] : [])], {
      cwd: PROJECT,
      env: ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    }),
  );

/** Starts the program of `npm start` without npm, which would add its own output and exit code. */
const start = (parameters: string[], environment: NodeJS.ProcessEnv = ENVIRONMENT) =>
  new Running(
    spawn(process.execPath, ['--import', 'tsx', 'bin/start.ts', ...parameters], {
      cwd: PROJECT,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );

/** Lists this computer's processes, except for zombies, which have ended. */
function processes(): { id: number; parent: number; command: string }[] {
  return execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [])
    .filter(([, , , state = 'Z']) => !state.startsWith('Z'))
    .map(([, id, parent, , command = '']) => ({ id: Number(id), parent: Number(parent), command }));
}

/**
 * Waits until the given processes have ended, because a killed process takes a moment to disappear. Returns the ids of those
 * that are still running after 10 s.
 */
async function stillRunning(ids: readonly number[]): Promise<number[]> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const left = processes().filter(({ id }) => ids.includes(id));
    if (left.length === 0 || Date.now() > deadline) {
      return left.map(({ id }) => id);
    }
    await delay(50);
  }
}

/** Returns the ids of a process and its descendants. */
function family(id: number): number[] {
  const all = processes();
  const withChildren = (parent: number): number[] => [
    parent,
    ...all.filter((each) => each.parent === parent).flatMap((child) => withChildren(child.id)),
  ];
  return withChildren(id);
}

test.concurrent('npm start -- --once ends by itself when both reminders have arrived', async () => {
  const once = npmStart(['--once']);
  expect(await once.ended).toBe(0);
  expect(once.stdout).toMatch(
    /The tea is ready ☕, arrived [0-9.]+ s after it was due, through remindme-sns in 3 states/,
  );
  expect(once.stdout).toMatch(
    /Time to stretch, arrived [0-9.]+ s after it was due, through remindme-lambda in 3 states/,
  );
  expect(once.stdout.trimEnd().split('\n').at(-1)).toBe('2 of 2 reminders arrived');
});

test.concurrent('npm start prints commands that work when they are pasted, and leaves nothing behind after Ctrl-C', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'remindme-test-'));
  const up = npmStart();
  try {
    await up.prints(/Ctrl-C takes everything down[.]/);
    const commands = up.stdout
      .slice(up.stdout.indexOf('The service is up.'))
      .split('\n')
      .filter((line) => line.startsWith('  '));
    expect(commands).toHaveLength(8);

    const pasted = new Running(
      spawn('bash', ['-euo', 'pipefail', '-c', commands.join('\n')], {
        env: {
          PATH: [await awsCliIn(folder), dirname(process.execPath), process.env['PATH']].join(delimiter),
          HOME: folder,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
    const code = await pasted.ended;
    expect(`${pasted.stdout}${pasted.stderr}exit code ${code}`).toMatch(
      /call mum[\s\S]*executionArn[\s\S]*"via":"sns"[\s\S]*"FailedEntryCount": 0[\s\S]*exit code 0$/,
    );
    await up.prints(/(Reminder: call mum, arrived [\s\S]*){5}/);

    const started = family(up.child.pid ?? 0);
    expect(started.length).toBeGreaterThan(2);
    const [, log = ''] = await up.prints(/The local AWS writes its log to (\S+)[.] /);
    process.kill(-(up.child.pid ?? 0), 'SIGINT'); // send the signal to the whole process group, as a terminal does
    expect(await up.ended).toBe(0);

    expect(await stillRunning(started)).toEqual([]);
    expect(existsSync(dirname(log))).toBe(false);
  } finally {
    if (up.child.exitCode === null) {
      process.kill(-(up.child.pid ?? 0), 'SIGKILL');
    }
    await rm(folder, { recursive: true });
  }
});

test.concurrent.each([
  [
    'its local AWS is killed',
    (_: number, ministack: number) => process.kill(ministack, 'SIGKILL'),
    /^MiniStack, the local AWS, ended by itself [(]SIGKILL[)][.] Its log ends with:\n/,
  ],
  [
    'it is asked twice to end',
    (id: number) => {
      process.kill(id, 'SIGTERM');
      process.kill(id, 'SIGINT');
    },
    /^$/,
  ],
])('npm start fails and leaves nothing behind if %s while it starts', async (_, end, expected) => {
  const folder = await mkdtemp(join(tmpdir(), 'remindme-test-'));
  const starting = start([], { ...ENVIRONMENT, TMPDIR: folder });
  await starting.prints(/The local account is bootstrapped/);
  const id = starting.child.pid ?? 0;
  const started = family(id);
  const ministack = processes().find(({ parent, command }) => parent === id && command.includes('start-ministack.py'));

  end(id, ministack?.id ?? 0);

  expect(await starting.ended).toBe(1);
  expect(starting.stderr).toMatch(expected);
  expect(starting.stderr).not.toMatch(/^ {4}at /m);
  expect(await stillRunning(started)).toEqual([]);
  expect((await readdir(folder)).filter((name) => name.startsWith('remindme-'))).toEqual([]);
  await rm(folder, { recursive: true });
});

test('npm start says in a sentence that a port is in use', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };

  const refused = start(['--port', String(port)]);
  expect(await refused.ended).toBe(1);
  taken.close();

  expect(refused.stderr).toMatch(new RegExp(`^[^\\n]*${port} [^\\n]*in use[^\\n]*[.]\\n$`));
});

test('npm start says what to install on a machine without Python', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'remindme-test-'));
  const refused = start([], { ...ENVIRONMENT, PATH: folder });
  expect(await refused.ended).toBe(1);
  await rm(folder, { recursive: true });

  expect(refused.stderr).toMatch(/^[^\n]*Python 3[.]10 or newer[^\n]*[.]\n$/);
});

test.each([['--twice'], ['--port'], ['--port=80808'], ['now']])('npm start refuses %s in a sentence', async (word) => {
  const refused = start([word]);
  expect(await refused.ended).toBe(1);
  expect(refused.stderr).toMatch(/^[^\n]{20,200}[.]\n$/);
});
