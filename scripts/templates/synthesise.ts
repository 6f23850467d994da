import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Template } from './template.ts';

/** A synthesised stack of the service. */
export interface SynthesisedStack {
  readonly stackName: string;
  readonly template: Template;
  /** The name of the template's file in the cloud assembly. */
  readonly templateFile: string;
  /** The account and the region, or `aws://unknown-account/unknown-region` for an environment-agnostic stack. */
  readonly environment: string;
  /** The notes, warnings and errors that synth prints. */
  readonly remarks: readonly string[];
}

/** The synthesised service. */
export interface SynthesisedService {
  /** The folder of the cloud assembly. */
  readonly directory: string;
  readonly stacks: readonly SynthesisedStack[];
  /** The templates, keyed by the stack's name. */
  readonly templates: Readonly<Record<string, Template>>;
}

/** The environment variable with the path of the folder for cloud assemblies, which all test files of a run share. */
export const SHARED_ASSEMBLIES = 'REMINDME_SHARED_ASSEMBLIES';

/** The name of the file that lists the stacks of a shared cloud assembly. */
const STACKS = 'stacks.json';

/**
 * Loads the CDK only when it is needed. Loading takes a second, and most test files find a cloud assembly in the shared folder.
 */
const load = createRequire(import.meta.url);

const synthesised = new Map<string, SynthesisedService>();

/** Returns the path of the shared folder for the given settings, or undefined outside of a test run. */
function sharedFolder(settings: string): string | undefined {
  const folder = process.env[SHARED_ASSEMBLIES];
  return folder && join(folder, createHash('sha256').update(settings).digest('hex').slice(0, 16));
}

/** Synthesises the service. If `shared` is given, moves the cloud assembly there for the other test files of the run. */
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
    // another Jest worker has just created the same folder
    return { directory, stacks };
  }
  return { directory: shared, stacks };
}

/**
 * Synthesises the whole service. Calls with the same settings share one result, also across the test files of a run. Callers
 * must not change it.
 *
 * @param overrides changes to the context of cdk.json, including settings
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
