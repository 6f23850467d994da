import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from '../templates/template.ts';

/** The folder for the recorded release. `npm run record:release` writes the release into the subfolder `<version>`. */
export const RELEASES = join(import.meta.dirname, '..', '..', 'test', 'releases');

/** The name of the recorded service. It is unique, because an end-to-end test deploys this service next to others. */
export const RELEASED_SERVICE = 'released';

/** The last release's cloud assembly, without the functions' code. */
export interface RecordedRelease {
  readonly version: string;
  /** The folder of the cloud assembly. */
  readonly folder: string;
  /** The templates, keyed by the stack's name. */
  readonly templates: Readonly<Record<string, Template>>;
}

/** Reads the recorded release. */
export function recordedRelease(): RecordedRelease {
  const [version = ''] = readdirSync(RELEASES);
  const folder = join(RELEASES, version);
  const templates = readdirSync(folder)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => [file.slice(0, -'.template.json'.length), JSON.parse(readFileSync(join(folder, file), 'utf8'))]);
  return { version, folder, templates: Object.fromEntries(templates) };
}
