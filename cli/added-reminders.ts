import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RememberedReminder, ReminderMemory } from '../client/deployment.ts';
import { cacheFolder, makeCacheFolder, readCached, writeCached } from './cache-folder.ts';
import { shorten } from './terminal/clean.ts';

const FILE = 'added.jsonl';
/** Step Functions deletes an execution 90 days after its end; until then a list may show it. */
const KEPT_MILLISECONDS = 91 * 24 * 3_600_000;
const SHOWN_CHARACTERS = 200;

function readAll(): RememberedReminder[] {
  const lines = readCached(FILE)?.toString('utf8').split('\n') ?? [];
  return lines.flatMap((line) => {
    try {
      const added = JSON.parse(line) as RememberedReminder;
      return typeof added.arn === 'string' && typeof added.message === 'string' ? [added] : [];
    } catch {
      return []; // the empty last line, or one that was cut short
    }
  });
}

function remember(added: RememberedReminder): void {
  const line = `${JSON.stringify({ ...added, message: shorten(added.message, SHOWN_CHARACTERS) })}\n`;
  try {
    makeCacheFolder();
    appendFileSync(join(cacheFolder(), FILE), line, { mode: 0o600 });
  } catch {
    // a list will show one text less
  }
}

/** Reads all that are known, and drops those that Step Functions has deleted. */
function recall(): ReadonlyMap<string, RememberedReminder> {
  const all = readAll();
  const kept = all.filter(({ due }) => due > Date.now() - KEPT_MILLISECONDS);
  if (kept.length < all.length / 2) {
    writeCached(FILE, kept.map((added) => `${JSON.stringify(added)}\n`).join(''));
  }
  return new Map(kept.map((added) => [added.arn, added]));
}

/**
 * The texts of the reminders that were added on this machine. ListExecutions does not return them, and a call for each row
 * is too many. The file is in the cache, readable by its owner only, and nothing depends on it.
 */
export const addedReminders: ReminderMemory = { recall, remember };
