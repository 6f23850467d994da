import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensurePythonEnvironment } from '../../local/python/python-environment.ts';

/**
 * Installs the AWS CLI for the tests and puts a program `aws` into a folder, which talks to what AWS_ENDPOINT_URL names.
 *
 * @returns the folder, for the PATH
 */
export async function awsCliIn(folder: string): Promise<string> {
  const python = await ensurePythonEnvironment({
    name: 'aws-cli',
    requirementsFile: join(import.meta.dirname, '..', 'requirements-aws-cli.txt'),
  });
  const programs = join(folder, 'aws-cli');
  await mkdir(programs);
  // for SQS the AWS CLI 1 knows no other way to name an endpoint than its option
  const script = `#!/bin/sh\nexec "${python}" -m awscli --endpoint-url "$AWS_ENDPOINT_URL" "$@"\n`;
  await writeFile(join(programs, 'aws'), script, { mode: 0o755 });
  return programs;
}
