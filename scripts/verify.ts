import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { readCaller, usedRegion } from '../client/aws/caller.ts';
import { NO_SDK_WARNING } from '../local/ministack/client-config.ts';
import { endOnSignals } from '../local/service/ending.ts';
import { sentenceOf } from '../local/terminal/problem.ts';
import { type Answer, CHECKS } from './verify/checks.ts';
import { TrialDeployment } from './verify/trial-deployment.ts';

/**
 * The program of `npm run verify`. It deploys the service under a new name to the account and region in the environment
 * variables, and runs all checks that need a deployment. Then it removes the service, even after Ctrl-C, and writes a report.
 */

const USAGE = `Usage: npm run verify -- [--yes]

Deploys to the account and region of AWS_PROFILE and AWS_REGION, or to AWS_ENDPOINT_URL. --yes starts without a question.`;

/**
 * The maximum cost of a run, in US cents. A run starts a few dozen executions, makes a few hundred calls, and keeps ten alarms
 * for less than an hour.
 */
const CENTS = 1;

Object.assign(process.env, NO_SDK_WARNING);
let isSure = false;
try {
  isSure = parseArgs({ options: { yes: { type: 'boolean', default: false } } }).values.yes;
} catch {
  console.error(USAGE);
  process.exit(2);
}
const connection = {
  region: process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'],
  endpoint: process.env['AWS_ENDPOINT_URL'],
};
const { account } = await readCaller(connection);
const region = await usedRegion(connection);
const name = `verify-${process.pid.toString(36)}`;
console.log(
  `This deploys the stacks ${name}-* to the account ${account} in ${region}, sends about ten reminders, and removes everything. It takes about 20 minutes on AWS and costs less than ${CENTS} cent, if the account has no more than the free tier allows for alarms.`,
);
if (!isSure) {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const reply = process.stdin.isTTY ? await terminal.question('Go on? (yes/no) ') : '';
  terminal.close();
  if (reply.trim().toLowerCase() !== 'yes') {
    console.error('Nothing was deployed. Answer yes, or pass --yes.');
    process.exit(1);
  }
}

const ending = endOnSignals();
const trial = new TrialDeployment(name, connection, ending.signal);
const rows: (readonly [sign: string, title: string, says: string])[] = [];
const add = (title: string, found: Answer) => {
  const row =
    'impossible' in found
      ? (['–', title, `not possible here: ${found.impossible}`] as const)
      : ([found.ok ? '✓' : '✗', title, found.says] as const);
  rows.push(row);
  console.log(row.join('  '));
};
try {
  await trial.deploy();
  add('deployed', { ok: true, says: `${account}, ${region}` });
  for (const { title, assumption, run } of CHECKS) {
    ending.signal.throwIfAborted();
    const asked = assumption ? `${title} (assumed: ${assumption})` : title;
    add(asked, await run(trial).catch((error: Error) => ({ ok: false, says: sentenceOf('It failed', error) })));
  }
} catch (error) {
  const says = ending.signal.aborted ? 'Stopped before the last check' : sentenceOf('It failed', error);
  add('deployed and checked', { ok: false, says });
}
console.log('Removing everything.');
try {
  await trial.remove();
  add('removed', { ok: true, says: 'stacks, topics and queues' });
} catch (error) {
  add('removed', { ok: false, says: sentenceOf(`Remove the stacks ${name}-* by hand`, error) });
}

const folder = join(import.meta.dirname, '..', '.local');
mkdirSync(folder, { recursive: true });
const report = join(folder, `${name}.md`);
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll(account, '<account>');
writeFileSync(
  report,
  `# npm run verify\n\n${new Date().toISOString().slice(0, 10)}, ${region}\n\n| | | found |\n|---|---|---|\n${rows
    .map((row) => `| ${row.map(cell).join(' | ')} |`)
    .join('\n')}\n`,
);
const failed = rows.filter(([sign]) => sign === '✗').length;
console.log(
  `${rows.length - failed} of ${rows.length} as assumed. The report, without the account's number, is in ${report}.`,
);
process.exitCode = failed === 0 ? 0 : 1;
