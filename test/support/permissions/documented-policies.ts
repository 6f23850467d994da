import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from './simulate.ts';

const DOCUMENT = join(import.meta.dirname, '..', '..', '..', 'docs', 'permissions.md');

/** The values of the placeholders in docs/permissions.md. */
export interface Placeholders {
  readonly region: string;
  readonly account: string;
  /** The service's name. */
  readonly name: string;
  /** The id of the HTTP API. */
  readonly api: string;
  /** The name of the bucket for files. */
  readonly bucket: string;
}

/** Returns the policies in docs/permissions.md, keyed by their headings. */
export function documentedPolicies(values: Placeholders): Readonly<Record<string, Policy>> {
  const sections = readFileSync(DOCUMENT, 'utf8').split(/^## /m).slice(1);
  return Object.fromEntries(
    sections.map((section) => {
      const [, json = ''] = /```json\n(.*?)```/s.exec(section) ?? [];
      const filled = json.replace(/<(region|account|name|api|bucket)>/g, (_, key: keyof Placeholders) => values[key]);
      return [section.slice(0, section.indexOf('\n')), JSON.parse(filled) as Policy];
    }),
  );
}
