import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Template } from './template.ts';

/** A stack of the service, synthesised. */
export interface SynthesisedStack {
  readonly stackName: string;
  readonly template: Template;
  /** The template's file in the folder of the service. */
  readonly templateFile: string;
  /** Account and region, such as `aws://unknown-account/unknown-region`. */
  readonly environment: string;
  /** What synth tells the person who deploys. */
  readonly remarks: readonly string[];
}

/** The service, synthesised. */
export interface SynthesisedService {
  /** The cloud assembly. */
  readonly directory: string;
  readonly stacks: readonly SynthesisedStack[];
  /** Every template, by the name of its stack. */
  readonly templates: Readonly<Record<string, Template>>;
}

/** The environment variable with the folder where the test files of one run share what they synthesise. */
export const SHARED_ASSEMBLIES = 'REMINDME_SHARED_ASSEMBLIES';

/** The file in a shared assembly that has its stacks. */
const STACKS = 'stacks.json';

/** Loads the CDK when it is needed: that takes a second, and most test files find the service in the shared folder. */
const load = createRequire(import.meta.url);

const synthesised = new Map<string, SynthesisedService>();

/** The folder that the run shares for some settings; undefined outside of a test run. */
function sharedFolder(settings: string): string | undefined {
  const folder = process.env[SHARED_ASSEMBLIES];
  return folder && join(folder, createHash('sha256').update(settings).digest('hex').slice(0, 16));
}

/** Synthesises the service, and puts it where the other test files of the run find it. */
function synthesiseInto(
  shared: string | undefined,
  overrides: Readonly<Record<string, unknown>>,
): Omit<SynthesisedService, 'templates'> {
  const { synthesiseService } = load('./test-app.ts') as typeof import('./test-app.ts');
  const { directory, stacks } = synthesiseService(overrides);
  if (shared === undefined) {
    return { directory, stacks };
  }
  writeFileSync(join(directory, STACKS), JSON.stringify(stacks));
  mkdirSync(join(shared, '..'), { recursive: true });
  try {
    renameSync(directory, shared);
  } catch {
    // another worker was faster
    return { directory, stacks };
  }
  return { directory: shared, stacks };
}

/**
 * Synthesises the whole service once for each set of settings in a process, and once in a whole test run. Callers share
 * the result: do not change it.
 *
 * @param overrides context that differs from cdk.json: settings and anything else
 */
export function synthesise(overrides: Readonly<Record<string, unknown>> = {}): SynthesisedService {
  const key = JSON.stringify(overrides);
  const known = synthesised.get(key);
  if (known) {
    return known;
  }
  const shared = sharedFolder(key);
  const { directory, stacks } =
    shared !== undefined && existsSync(shared)
      ? { directory: shared, stacks: JSON.parse(readFileSync(join(shared, STACKS), 'utf8')) as SynthesisedStack[] }
      : synthesiseInto(shared, overrides);
  const service = {
    directory,
    stacks,
    templates: Object.fromEntries(stacks.map(({ stackName, template }) => [stackName, template])),
  };
  synthesised.set(key, service);
  return service;
}
