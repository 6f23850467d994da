import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { addService } from '../../lib/add-service.ts';
import type { SynthesisedStack } from './synthesise.ts';
import type { Template } from './template.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Returns the context of cdk.json with the given changes, and turns bundling off. Bundling takes longer than the rest of a
 * synth, and most tests do not need assets.
 */
function testContext(overrides: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
  return { ...context, 'aws:cdk:bundling-stacks': [], ...overrides };
}

/**
 * Creates an app for tests, with the context of cdk.json and without bundling.
 *
 * @param overrides changes to the context, including settings
 * @param checkTemplates if true, synth also runs the CDK's own CloudFormation rules, whose engine takes two seconds to start
 * @param outdir the folder for the cloud assembly; by default a new temporary folder
 */
export function testApp(
  overrides: Readonly<Record<string, unknown>> = {},
  checkTemplates = false,
  outdir?: string,
): App {
  return new App({
    context: testContext(overrides),
    builtinCloudFormationValidation: checkTemplates,
    ...(outdir && { outdir }),
  });
}

/**
 * Synthesises the whole service in an app from {@link testApp}.
 *
 * @returns the folder of the cloud assembly, and the stacks
 */
export function synthesiseService(
  overrides: Readonly<Record<string, unknown>>,
  outdir?: string,
): {
  readonly directory: string;
  readonly stacks: readonly SynthesisedStack[];
} {
  const app = testApp(overrides, false, outdir);
  addService(app);
  const { directory, stacks } = app.synth();
  return {
    directory,
    stacks: stacks.map(({ stackName, template, templateFile, environment, messages }) => ({
      stackName,
      template: template as Template,
      templateFile,
      environment: environment.name,
      remarks: messages.map(({ entry }) => String(entry.data)),
    })),
  };
}
