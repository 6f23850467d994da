import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { installMinistack, type Ministack, startMinistack } from '../../local/ministack/ministack.ts';
import { awsCliIn } from './aws-cli.ts';

/** The first run downloads the AWS CLI. */
jest.setTimeout(300_000);

const PROJECT = join(import.meta.dirname, '..', '..');
/** The README's first two blocks. They are not run here: the first runs until Ctrl-C, and the second runs this test. */
const TWO_COMMANDS = ['npm ci && npm start', 'npm ci && npm test'];

const blocksOf = (page: string) =>
  [...readFileSync(join(PROJECT, page), 'utf8').matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block.trim());

const blocks = blocksOf('README.md');
/** The blocks of shell commands to run. Those in the README create a deployment, and those in docs/deployment.md remove it. */
const commands = [...blocks.filter((block) => !TWO_COMMANDS.includes(block)), ...blocksOf('docs/deployment.md')];

let ministack: Ministack;
let path: string;
beforeAll(async () => {
  // start a separate local AWS, because the last commands remove everything
  ministack = await startMinistack({ python: await installMinistack() });
  path = [await awsCliIn(ministack.folder), dirname(process.execPath), process.env['PATH']].join(delimiter);
});
afterAll(() => ministack.stop());

/** Runs a block as if it were pasted into a shell, but stops at the first command that fails. */
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

test('the README starts with two commands, each in its own block', () => {
  expect(blocks.slice(0, 2)).toEqual(TWO_COMMANDS);
});

// the blocks run in the order of the documents, because later commands need the results of earlier ones
test.each(commands)('%s', async (block) => {
  const { code, output } = await run(block);
  expect(`${output}\nexit code ${code}`).toMatch(/exit code 0$/);
});
