import { join } from 'node:path';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { runProgram } from '../../local/python/run-program.ts';
import { CLIENT_CONFIG } from './deployed-service.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const verify = (...parameters: string[]) =>
  runProgram(process.execPath, ['--import', 'tsx', join(ROOT, 'scripts', 'verify.ts'), ...parameters], { cwd: ROOT });

test('npm run verify deploys, asks its questions, finds everything as assumed, and removes everything', async () => {
  const { code, stdout, stderr } = await verify('--yes');

  expect(stdout.split('\n').filter((line) => line.startsWith('✗'))).toEqual([]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.match(/^✓/gm)?.length).toBeGreaterThan(8);
  const [, name = ''] = /the stacks (verify-\w+)-/.exec(stdout) ?? [];
  const { Parameters } = await new SSMClient(CLIENT_CONFIG).send(
    new GetParametersByPathCommand({ Path: `/${name}`, Recursive: true }),
  );
  expect(Parameters).toEqual([]);
}, 300_000);

test('npm run verify deploys nothing without --yes and without a terminal', async () => {
  const { code, stderr } = await verify();

  expect({ code, stderr }).toEqual({ code: 1, stderr: 'Nothing was deployed. Answer yes, or pass --yes.\n' });
});

test('npm run verify explains itself if it does not know an option', async () => {
  expect(await verify('--what')).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: npm run verify') });
});
