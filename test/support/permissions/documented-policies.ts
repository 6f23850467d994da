import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from './simulate.ts';

const DOCUMENT = join(import.meta.dirname, '..', '..', '..', 'docs', 'permissions.md');

/** What the placeholders of docs/permissions.md stand for. */
export interface Placeholders {
  readonly region: string;
  readonly account: string;
  /** The service's name. */
  readonly name: string;
}

/** The policies of docs/permissions.md, by their headings. */
export function documentedPolicies(values: Placeholders): Readonly<Record<string, Policy>> {
  const sections = readFileSync(DOCUMENT, 'utf8').split(/^## /m).slice(1);
  return Object.fromEntries(
    sections.map((section) => {
      const [, json = ''] = /```json\n(.*?)```/s.exec(section) ?? [];
      const filled = json.replace(/<(region|account|name)>/g, (_, key: keyof Placeholders) => values[key]);
      return [section.slice(0, section.indexOf('\n')), JSON.parse(filled) as Policy];
    }),
  );
}
