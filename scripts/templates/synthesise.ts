import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { addService } from '../../lib/service.ts';
import type { Template } from './template.ts';

/** The service, synthesised. */
export interface SynthesisedService {
  readonly assembly: CloudAssembly;
  /** Every template, by the name of its stack. */
  readonly templates: Readonly<Record<string, Template>>;
}

const ROOT = join(import.meta.dirname, '..', '..');

/** The context of cdk.json, without bundling: esbuild takes longer than all the rest, and most tests look at no asset. */
function testContext(overrides: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
  return { ...context, 'aws:cdk:bundling-stacks': [], ...overrides };
}

/**
 * An app in a test. It leaves out the CloudFormation rules that come with CDK: their engine takes two seconds to start. They
 * run wherever the tests call `cdk synth`. Its context is that of cdk.json without bundling.
 *
 * @param overrides context that shall be different: settings and whatever else
 */
export function testApp(overrides: Readonly<Record<string, unknown>> = {}): App {
  return new App({ context: testContext(overrides), builtinCloudFormationValidation: false });
}

const synthesised = new Map<string, SynthesisedService>();

/**
 * Synthesises the whole service in this process, with cdk-nag, once for each set of settings. Do not change what you get:
 * the next caller gets the same.
 *
 * @param overrides see {@link testApp}
 */
export function synthesise(overrides: Readonly<Record<string, unknown>> = {}): SynthesisedService {
  const key = JSON.stringify(overrides);
  const known = synthesised.get(key);
  if (known) {
    return known;
  }
  const app = testApp(overrides);
  addService(app);
  const assembly = app.synth();
  const templates = Object.fromEntries(assembly.stacks.map((stack) => [stack.stackName, stack.template as Template]));
  const service = { assembly, templates };
  synthesised.set(key, service);
  return service;
}
