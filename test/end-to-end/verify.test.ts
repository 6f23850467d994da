import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { runProgram } from '../../local/python/run-program.ts';
import { CLIENT_CONFIG } from './deployed-service.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const COMMAND = ['--import', 'tsx', join(ROOT, 'scripts', 'verify.ts')];
const verify = (...parameters: string[]) => runProgram(process.execPath, [...COMMAND, ...parameters], { cwd: ROOT });

/** Finds the deployment's name in the output of a run. Returns the deployment's parameters that still exist. */
async function parametersLeft(stdout: string): Promise<unknown> {
  const [, name = ''] = /the stacks (verify-\w+)-/.exec(stdout) ?? [];
  const { Parameters } = await new SSMClient(CLIENT_CONFIG).send(
    new GetParametersByPathCommand({ Path: `/${name}`, Recursive: true }),
  );
  return Parameters;
}

test.concurrent('npm run verify deploys, makes its checks, finds every assumption confirmed, and removes everything', async () => {
  const { code, stdout, stderr } = await verify('--yes');

  expect(stdout.split('\n').filter((line) => line.startsWith('✗'))).toEqual([]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.match(/^✓/gm)?.length).toBeGreaterThan(8);
  expect(await parametersLeft(stdout)).toEqual([]);
}, 300_000);

test.concurrent('npm run verify removes everything after Ctrl-C', async () => {
  const child = spawn(process.execPath, [...COMMAND, '--yes'], { cwd: ROOT });
  let stdout = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    if (!stdout.includes('✓  deployed') && `${stdout}${text}`.includes('✓  deployed')) {
      child.kill('SIGINT');
    }
    stdout += text;
  }

  expect(stdout).toMatch(/checked {2}Stopped before the last check\nRemoving everything\.\n✓ {2}removed {2}/);
  expect(await parametersLeft(stdout)).toEqual([]);
  expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1);
}, 300_000);

test('npm run verify deploys nothing without --yes and without a terminal', async () => {
  const { code, stderr } = await verify();

  expect({ code, stderr }).toEqual({ code: 1, stderr: 'Nothing was deployed. Answer yes, or pass --yes.\n' });
});

test('npm run verify prints its usage if it does not know an option', async () => {
  expect(await verify('--what')).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: npm run verify') });
});
