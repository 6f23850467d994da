import { join } from 'node:path';
import { synthesiseService } from '../../scripts/templates/test-app.ts';

// Synthesises several deployments in one process, which loads the CDK and bundles the functions only once. The arguments are a
// folder, and a JSON list with the settings of each deployment. Writes the cloud assemblies `cdk.out-0`, `cdk.out-1`… there.

const [, , folder = '', settings = '[]'] = process.argv;
for (const [index, context] of (JSON.parse(settings) as readonly Readonly<Record<string, unknown>>[]).entries()) {
  synthesiseService({ 'aws:cdk:bundling-stacks': ['**'], ...context }, join(folder, `cdk.out-${index}`));
}
