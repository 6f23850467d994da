import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { installMinistack, type Ministack, startMinistack } from '../../local/ministack.ts';
import { awsCliIn } from './aws-cli.ts';

/** The first time the AWS CLI is downloaded. */
jest.setTimeout(300_000);

const PROJECT = join(import.meta.dirname, '..', '..');
/** What the README calls its two commands; running them here would be running this test in itself. */
const TWO_COMMANDS = ['npm ci && npm start', 'npm ci && npm test'];

const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block.trim());
const commands = blocks.filter((block) => !TWO_COMMANDS.includes(block));

let ministack: Ministack;
let path: string;
beforeAll(async () => {
  // one of its own, because the README ends with removing everything
  ministack = await startMinistack({ python: await installMinistack() });
  path = [await awsCliIn(ministack.folder), dirname(process.execPath), process.env['PATH']].join(delimiter);
});
afterAll(() => ministack.stop());

/** Runs a block as a shell does when it is pasted, but stops at the first command that fails. */
function run(block: string): Promise<{ code: number | null; output: string }> {
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', block], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...ministack.clientEnvironment,
      PATH: path,
      HOME: ministack.folder,
      XDG_CACHE_HOME: ministack.folder,
    },
  });
  let output = '';
  shell.stdout.on('data', (chunk) => {
    output += chunk;
  });
  shell.stderr.on('data', (chunk) => {
    output += chunk;
  });
  return new Promise((resolve) => {
    shell.on('close', (code) => resolve({ code, output }));
  });
}

test('the README has its two commands, each in a block of its own', () => {
  expect(blocks.slice(0, 2)).toEqual(TWO_COMMANDS);
});

// in the order in which they are printed: the later ones need the earlier ones
test.each(commands)('%s', async (block) => {
  const { code, output } = await run(block);
  expect(`${output}\nexit code ${code}`).toMatch(/exit code 0$/);
});
