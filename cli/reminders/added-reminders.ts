import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, readCached, writeCached } from '../cache-folder.ts';
import { shorten } from '../terminal/clean.ts';

/**
 * The texts of the reminders that were added on this machine. AWS does not tell them in a list, and a call for each row is
 * too many. It is a convenience: a file in the cache, readable by its owner only, and nothing depends on it.
 */
const FILE = 'added.jsonl';
/** Step Functions forgets an execution 90 days after it has ended; until then a list may show it. */
const KEPT_MILLISECONDS = 91 * 24 * 3_600_000;
const SHOWN_CHARACTERS = 200;

interface Added {
  readonly arn: string;
  readonly message: string;
  readonly due: number;
  readonly startedAt: number;
}

function readAll(): Added[] {
  const lines = readCached(FILE)?.toString('utf8').split('\n') ?? [];
  return lines.flatMap((line) => {
    try {
      const added = JSON.parse(line) as Added;
      return typeof added.arn === 'string' && typeof added.message === 'string' ? [added] : [];
    } catch {
      return []; // the empty last line, or one that was cut short
    }
  });
}

/** Remembers the text of a reminder that was started here. */
export function rememberAdded(added: Added): void {
  const line = `${JSON.stringify({ ...added, message: shorten(added.message, SHOWN_CHARACTERS) })}\n`;
  try {
    mkdirSync(cacheFolder(), { recursive: true, mode: 0o700 });
    appendFileSync(join(cacheFolder(), FILE), line, { mode: 0o600 });
  } catch {
    // a list will show one text less
  }
}

/** The reminders that were added here, by the ARN of their execution. Forgets those that AWS has forgotten. */
export function recallAdded(now: number): ReadonlyMap<string, Added> {
  const all = readAll();
  const kept = all.filter(({ due }) => due > now - KEPT_MILLISECONDS);
  if (kept.length < all.length / 2) {
    writeCached(FILE, kept.map((added) => `${JSON.stringify(added)}\n`).join(''));
  }
  return new Map(kept.map((added) => [added.arn, added]));
}
