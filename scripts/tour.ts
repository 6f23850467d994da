import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { openConsole } from '../cli/web/open-console.ts';
import { readStackCreatorArn } from '../client/stack-requests/stack-creator-arn.ts';
import { runService } from '../local/service/run-service.ts';
import { type LocalService, SERVICE } from '../local/service/start-service.ts';
import { terminalPicture } from './terminal-picture.ts';
import { openChromium } from './tour/open-chromium.ts';
import { PICTURES } from './tour/tour-pictures.ts';

// Takes the pictures of docs/tour.md. Starts the service on the local AWS, sends reminders, creates stacks, and opens the web
// page in Chromium.

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'docs', 'images', 'tour');
/** The size of the browser's window, in pixels. A larger window would make the files larger than needed. */
const WINDOW = { width: 1_200, height: 760 };

const run = promisify(execFile);

/** Runs the command lines, and returns the commands with their output, as a terminal would show them. */
async function atTerminal({ ministack }: LocalService, lines: readonly string[]): Promise<string> {
  const cache = await mkdtemp(join(tmpdir(), 'remindme-tour-'));
  const env = {
    ...process.env,
    ...ministack.clientEnvironment,
    AWS_EC2_METADATA_DISABLED: 'true',
    XDG_CACHE_HOME: cache,
  };
  const command = `remindme() { '${process.execPath}' '${join(ROOT, 'dist', 'remindme.cjs')}' "$@"; }; `;
  let screen = '';
  for (const line of lines) {
    const { stdout } = await run('bash', ['-c', `{ ${command}${line}; } 2>&1`], { env });
    screen += `\u001b[32m$\u001b[0m \u001b[1m${line}\u001b[0m\n${stdout}\n`;
  }
  await rm(cache, { recursive: true, force: true });
  return screen.trimEnd();
}

/** Starts the executions that the pictures show, and draws the picture of the terminal. */
async function startRuns(service: LocalService) {
  const { machines, deployment } = service;
  const { executions, arns } = machines;
  const start = (arn: string, name: string, input: object) => executions.start(arn, name, JSON.stringify(input));
  const handle = { Type: 'AWS::CloudFormation::WaitConditionHandle' };
  await start(await readStackCreatorArn(deployment), 'two-stacks', {
    stacks: ['one', 'two'].map((name) => ({
      stackName: `${SERVICE}-${name}`,
      templateBody: { Resources: { First: handle } },
    })),
  });
  await atTerminal(service, [
    'remindme "renew the passport" "in 3 days" --via lambda',
    'remindme "Time to stretch" "in 3 seconds" --via lambda',
  ]);
  await start(arns.sns, 'impossible', { message: 'pay the rent', timestamp: '2027-02-30 09:00:00' });
  const screen = await atTerminal(service, ['remindme "call mum" "in 45 seconds"', 'remindme list']);
  const { executions: pending } = await executions.page(arns.sns, { status: 'RUNNING', limit: 1 });
  const reminder = pending[0]?.name ?? '';
  return { reminder, stacks: 'two-stacks', terminal: terminalPicture('remindme in a terminal', screen) };
}

async function save(page: Page, name: string): Promise<void> {
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  console.log(relative(process.cwd(), path));
}

async function takePictures(service: LocalService): Promise<void> {
  const { connection } = service.deployment;
  const { url } = await openConsole({
    deployment: { connection, service: SERVICE },
    options: { service: SERVICE, color: false },
    inbox: service.inbox,
  });
  const runs = await startRuns(service);
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, 'terminal.svg'), runs.terminal);
  const browser = await openChromium();
  try {
    const page = await browser.newPage({ viewport: WINDOW, colorScheme: 'light', reducedMotion: 'reduce' });
    await page.goto(url);
    await page.locator('nav a').first().waitFor();
    const open = async (path: string) => {
      await page.goto(new URL(url).origin + path);
    };
    for (const { name, show } of PICTURES) {
      await show(page, open, runs);
      await save(page, name);
    }
  } finally {
    await browser.close();
  }
}

const outcome = await runService({ command: 'npm run tour', use: takePictures });
process.exit(outcome === 'done' ? 0 : 1);
