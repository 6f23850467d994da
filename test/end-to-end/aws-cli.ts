import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensurePythonEnvironment } from '../../local/python/python-environment.ts';

/**
 * Installs the AWS CLI for the tests, and creates a program `aws` that calls the endpoint in AWS_ENDPOINT_URL.
 *
 * @param folder the parent of the program's folder
 * @returns the program's folder, for the PATH
 */
export async function awsCliIn(folder: string): Promise<string> {
  const python = await ensurePythonEnvironment({
    name: 'aws-cli',
    requirementsFile: join(import.meta.dirname, '..', 'requirements-aws-cli.txt'),
  });
  const programs = join(folder, 'aws-cli');
  await mkdir(programs);
  // AWS CLI 1 reads the endpoint of SQS only from --endpoint-url
  const script = `#!/bin/sh\nexec "${python}" -m awscli --endpoint-url "$AWS_ENDPOINT_URL" "$@"\n`;
  await writeFile(join(programs, 'aws'), script, { mode: 0o755 });
  return programs;
}
