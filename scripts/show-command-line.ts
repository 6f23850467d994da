import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installMinistack, startMinistack } from '../local/ministack/ministack.ts';
import { deployOn } from '../local/service/cdk.ts';
import { screenOf, terminalPicture } from './terminal-picture.ts';

// Runs the command line on the local AWS. Writes its real output into a picture, and into each block of docs/command-line.md
// that begins with "$ remindme".

const root = join(import.meta.dirname, '..');
const document = join(root, 'docs', 'command-line.md');
const picture = join(root, 'docs', 'images', 'remindme-terminal.svg');
const bundle = join(root, 'dist', 'remindme.cjs');
const run = promisify(execFile);

/** The commands in the picture. */
const SHOWN = [
  'remindme "call mum" tomorrow 9am',
  'remindme "renew the passport" friday at noon --via lambda',
  'remindme "too late" "2019-01-27 09:00:00" --quiet',
  'remindme list',
];

const cache = await mkdtemp(join(tmpdir(), 'remindme-docs-'));
const ministack = await startMinistack({ python: await installMinistack() });
try {
  await deployOn(ministack, { name: 'remindme', email: 'you@example.com', alarmEmail: 'ops@example.com' });
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...ministack.clientEnvironment,
    AWS_EC2_METADATA_DISABLED: 'true',
    XDG_CACHE_HOME: cache,
    TZ: 'Europe/London',
    TERM: 'xterm-256color',
  };
  delete env['CI'];
  const shell = `remindme() { '${process.execPath}' '${bundle}' "$@"; }; `;

  /** Runs the command line with a pipe as its output. Returns stdout and stderr together, in their original order. */
  const inPipe = async (line: string): Promise<string> => {
    const { stdout } = await run('bash', ['-c', `{ ${shell}${line}; } 2>&1 || true`], { env });
    return stdout.trimEnd();
  };
  /** Runs the command line in a terminal. Returns the final content of the terminal. */
  const atTerminal = async (line: string): Promise<string> => {
    const program = join(root, 'test', 'cli', 'in-terminal.py');
    const plan = JSON.stringify({ questions: [], seconds: 20, columns: 120 });
    const { stdout } = await run('python3', [program, plan, 'bash', '-c', `${shell}${line}`], { env });
    return screenOf(stdout.trimEnd().split('\n').slice(0, -1).join('\n'));
  };

  let screen = '';
  for (const line of SHOWN) {
    screen += `\u001b[32m$\u001b[0m \u001b[1m${line.replace(' --quiet', '')}\u001b[0m\n${await atTerminal(line)}\n`;
  }
  await writeFile(picture, terminalPicture('The command remindme in a terminal', screen.trimEnd()));

  const text = await readFile(document, 'utf8');
  let filled = '';
  for (const part of text.split(/(```console\n[\s\S]*?```)/)) {
    const lines = part.split('\n').filter((line) => line.startsWith('$ '));
    if (!part.startsWith('```console\n$ remindme')) {
      filled += part;
      continue;
    }
    filled += '```console\n';
    for (const line of lines) {
      const command = line.slice(2).replace(/\s+#.*$/, '');
      filled += `${line}\n${await inPipe(command)}\n`;
    }
    filled += '```';
  }
  await writeFile(document, filled);
} finally {
  await ministack.stop();
  await rm(cache, { recursive: true, force: true });
}
