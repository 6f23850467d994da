import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../local/terminal/problem.ts';
import { machine } from './machine.ts';
import { median } from './quantile.ts';
import { readCounts } from './read-counts.ts';
import { runBenchmark } from './run-benchmark.ts';
import { say } from './say.ts';

// Compares the time of `cdk synth` for three apps: the service, a minimal app with one queue, and the same minimal app with an
// import of the package. All apps use the same CDK, the same cdk.json and the same way to run TypeScript. The apps take turns,
// so that other work on the computer affects all of them equally.

const USAGE = 'Usage: npm run bench:synth -- [--pairs N]';
/** The maximum time of the service's synth, as a multiple of the minimal app's time. */
const LIMIT = 1.5;
/** The maximum time to import the package, in milliseconds. */
const IMPORT_LIMIT = 150;

const ROOT = join(import.meta.dirname, '..');
const CDK = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
const BARE_APP = `import { App, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';

new Queue(new Stack(new App(), 'Bare'), 'Queue');
`;
const IMPORTING_APP = `import { Remindme, WaitUntil } from 'remindme';
${BARE_APP}console.error(Remindme.name, WaitUntil.name);
`;

/** Writes the app into the folder, with the project's cdk.json and packages, and with the built package. */
async function writeApp(folder: string, app: string): Promise<void> {
  for (const file of ['cdk.json', 'tsconfig.json']) {
    await cp(join(ROOT, file), join(folder, file));
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const packages = join(folder, 'node_modules');
  await mkdir(packages);
  for (const name of ['aws-cdk-lib', 'constructs', 'tsx']) {
    await symlink(join(ROOT, 'node_modules', name), join(packages, name));
  }
  // copy the package as npm does; Node would resolve a symbolic link to the repository's path
  const copy = join(packages, 'remindme');
  await cp(join(ROOT, 'dist', 'lib'), join(copy, 'dist', 'lib'), { recursive: true });
  await cp(join(ROOT, 'package.json'), join(copy, 'package.json'));
  await cp(join(ROOT, 'lib'), join(copy, 'lib'), { recursive: true, filter: (path) => !path.endsWith('.ts') });
  await writeFile(join(folder, 'app.ts'), app);
}

/** Synthesises the app in the folder and returns the elapsed time in milliseconds. */
async function synth(folder: string, options: readonly string[]): Promise<number> {
  const output = await mkdtemp(join(tmpdir(), 'remindme-synth-'));
  // these options avoid calls to the network, which would distort the times
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
  const folderWith = async (app: string) => {
    const folder = await mkdtemp(join(tmpdir(), 'remindme-bare-'));
    atEnd(() => rm(folder, { recursive: true, force: true }));
    await writeApp(folder, app);
    return folder;
  };
  const bareFolder = await folderWith(BARE_APP);
  const importingFolder = await folderWith(IMPORTING_APP);
  const bareOptions = ['--app', 'node --import tsx app.ts'];

  const bare: number[] = [];
  const importing: number[] = [];
  const service: number[] = [];
  for (let pair = 0; pair <= pairs; pair += 1) {
    const times = [
      await synth(bareFolder, bareOptions),
      await synth(importingFolder, bareOptions),
      await synth(ROOT, []),
    ] as const;
    say(`${pair} of ${pairs}: ${times.map((time) => time.toFixed(0)).join(', ')} ms`);
    // leave out the first pair, which fills the caches
    if (pair > 0) {
      bare.push(times[0]);
      importing.push(times[1]);
      service.push(times[2]);
    }
  }

  const row = (title: string, times: readonly number[]) =>
    `| ${title} | ${median(times).toFixed(0)} ms | ${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)} ms |`;
  const ratio = median(service.map((time, pair) => time / (bare[pair] ?? Number.NaN)));
  const importTime = median(importing.map((time, pair) => time - (bare[pair] ?? Number.NaN)));
  console.log(`${machine()}, ${pairs} pairs:

| cdk synth | median | from, to |
|---|---:|---:|
${row('a bare app with one queue', bare)}
${row('the same app, which also imports the package', importing)}
${row('the service', service)}

The service takes ${ratio.toFixed(2)} times as long as the bare app, by the median of the pairs (at most ${LIMIT}).
The import of the package takes ${importTime.toFixed(0)} ms (at most ${IMPORT_LIMIT}).`);
  return ratio <= LIMIT && importTime <= IMPORT_LIMIT;
});
