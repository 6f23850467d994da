import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCEPTED } from '../reminder/accepted.ts';
import { DEFAULT_SUBJECT, LIMITS } from '../reminder/limits.ts';
import { PATTERNS } from '../reminder/patterns.ts';

const VALUES: Record<string, Record<string, string | number>> = {
  accepted: ACCEPTED,
  limits: LIMITS,
  patterns: PATTERNS,
  defaults: { subject: DEFAULT_SUBJECT },
};

/** Puts numbers, texts and patterns of `reminder/` in the place of each `${group.name}`. */
function splice(source: string): string {
  return source.replace(/\$\{(\w+)\.(\w+)\}/g, (placeholder, group: string, name: string) => {
    const value = VALUES[group]?.[name];
    if (value === undefined) {
      throw new Error(`check-request.jsonata asks for ${placeholder}, which reminder/ does not have.`);
    }
    if (String(value).includes("'")) {
      throw new Error(`${placeholder} holds an apostrophe, which would end the JSONata text that it is spliced into.`);
    }
    return String(value);
  });
}

/**
 * A JSONata expression, without its `{% %}`, that checks `$states.input` against the input contract. Its value is
 * `{ message, subject, dueAt }` for a right request and `{ problem }`, a sentence, for any other; it never fails.
 *
 * "Now" in it is `$states.context.Execution.StartTime`, so that it says the same however often a state machine asks.
 */
export const CHECK_REQUEST = splice(readFileSync(join(import.meta.dirname, 'check-request.jsonata'), 'utf8')).trim();
