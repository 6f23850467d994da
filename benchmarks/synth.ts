import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../local/terminal/problem.ts';
import { machine } from './machine.ts';
import { median } from './quantile.ts';
import { readCounts } from './read-counts.ts';
import { runBenchmark } from './run-benchmark.ts';
import { say } from './say.ts';

// Compares `cdk synth` of the service with that of a bare app with one queue: same CDK, same cdk.json, same way to run
// TypeScript. Both take turns, so that a busy moment slows both.

const USAGE = 'Usage: npm run bench:synth -- [--pairs N]';
/** The longest time that is allowed, as a multiple of the bare app's. */
const LIMIT = 1.5;

const ROOT = join(import.meta.dirname, '..');
const CDK = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
const BARE_APP = `import { App, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';

new Queue(new Stack(new App(), 'Bare'), 'Queue');
`;

/** Writes the bare app into a folder, with the project's cdk.json and packages. */
async function writeBareApp(folder: string): Promise<void> {
  for (const file of ['cdk.json', 'package.json', 'tsconfig.json']) {
    await cp(join(ROOT, file), join(folder, file));
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'app.ts'), BARE_APP);
}

/** Synthesises the app of a folder and returns the milliseconds that it took. */
async function synth(folder: string, options: readonly string[]): Promise<number> {
  const output = await mkdtemp(join(tmpdir(), 'remindme-synth-'));
  // no network, so that only this machine is measured
  const parameters = [CDK, 'synth', '--quiet', '--no-notices', '--output', output, ...options];
  const env = { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true', AWS_EC2_METADATA_DISABLED: 'true' };
  const started = performance.now();
  const child = spawn(process.execPath, parameters, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (text) => {
    errors += text;
  });
  const took = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const milliseconds = performance.now() - started;
      code === 0 ? resolve(milliseconds) : reject(new Problem(`cdk synth in ${folder} ended with ${code}: ${errors}`));
    });
  });
  await rm(output, { recursive: true, force: true });
  return took;
}

await runBenchmark(async (atEnd) => {
  const { pairs } = readCounts(USAGE, { pairs: 9 });
  const bareFolder = await mkdtemp(join(tmpdir(), 'remindme-bare-'));
  atEnd(() => rm(bareFolder, { recursive: true, force: true }));
  await writeBareApp(bareFolder);
  const bareOptions = ['--app', 'node --import tsx app.ts'];

  const bare: number[] = [];
  const service: number[] = [];
  for (let pair = 0; pair <= pairs; pair += 1) {
    const times = [await synth(bareFolder, bareOptions), await synth(ROOT, [])] as const;
    say(`${pair} of ${pairs}: ${times.map((time) => time.toFixed(0)).join(' and ')} ms`);
    // the first pair fills the caches
    if (pair > 0) {
      bare.push(times[0]);
      service.push(times[1]);
    }
  }

  const row = (title: string, times: readonly number[]) =>
    `| ${title} | ${median(times).toFixed(0)} ms | ${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)} ms |`;
  const ratio = median(service.map((time, pair) => time / (bare[pair] ?? Number.NaN)));
  console.log(`${machine()}, ${pairs} pairs:

| cdk synth | median | from, to |
|---|---:|---:|
${row('a bare app with one queue', bare)}
${row('the service', service)}

The service takes ${ratio.toFixed(2)} times as long as the bare app, by the median of the pairs (at most ${LIMIT}).`);
  return ratio <= LIMIT;
});
