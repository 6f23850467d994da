import { join } from 'node:path';
import { synthesiseService } from '../../scripts/templates/test-app.ts';

// Synthesises the service several times in one process, which loads the CDK and bundles the functions only once. The arguments
// are a folder, and the settings of each deployment as JSON. The cloud assemblies are in the folder: `cdk.out-0`, `cdk.out-1`.

const [, , folder = '', settings = '[]'] = process.argv;
for (const [index, context] of (JSON.parse(settings) as readonly Readonly<Record<string, unknown>>[]).entries()) {
  synthesiseService({ 'aws:cdk:bundling-stacks': ['**'], ...context }, join(folder, `cdk.out-${index}`));
}
