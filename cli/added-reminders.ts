import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RememberedReminder, ReminderMemory } from '../client/deployment.ts';
import { cacheFolder, makeCacheFolder, readCached, writeCached } from './cache-folder.ts';
import { shorten } from './terminal/clean.ts';

const FILE = 'added.jsonl';
/**
 * How long a reminder's text is stored after its due time. Lists show a reminder until Step Functions deletes its execution, 90
 * days after its end.
 */
const KEPT_MILLISECONDS = 91 * 24 * 3_600_000;
const SHOWN_CHARACTERS = 200;

function readAll(): RememberedReminder[] {
  const lines = readCached(FILE)?.toString('utf8').split('\n') ?? [];
  return lines.flatMap((line) => {
    try {
      const added = JSON.parse(line) as RememberedReminder;
      return typeof added.arn === 'string' && typeof added.message === 'string' ? [added] : [];
    } catch {
      return []; // the last line is empty, or was not written completely
    }
  });
}

/** The reminders in the file. The file is read only once, because an import looks up each row. */
let known: Map<string, RememberedReminder> | undefined;
let isAsked = false;

/**
 * Finds a reminder. The first call parses the file only if its text contains the ARN. This is faster for `add`, which looks up
 * only one reminder.
 */
function find(arn: string): RememberedReminder | undefined {
  if (!isAsked && !known && !readCached(FILE)?.includes(arn)) {
    isAsked = true;
    return undefined;
  }
  return recall().get(arn);
}

function remember(added: RememberedReminder): void {
  const shortened = { ...added, message: shorten(added.message, SHOWN_CHARACTERS) };
  known?.set(added.arn, shortened);
  try {
    makeCacheFolder();
    appendFileSync(join(cacheFolder(), FILE), `${JSON.stringify(shortened)}\n`, { mode: 0o600 });
  } catch {
    // a list then lacks the message, but all commands still work
  }
}

/**
 * Reads the reminders in the file that are not older than `KEPT_MILLISECONDS`. Rewrites the file if most reminders are older.
 */
function readKnown(): Map<string, RememberedReminder> {
  const all = readAll();
  const kept = all.filter(({ due }) => due > Date.now() - KEPT_MILLISECONDS);
  if (kept.length < all.length / 2) {
    writeCached(FILE, kept.map((added) => `${JSON.stringify(added)}\n`).join(''));
  }
  return new Map(kept.map((added) => [added.arn, added]));
}

function recall(): ReadonlyMap<string, RememberedReminder> {
  known ??= readKnown();
  return known;
}

/**
 * Stores the text of the reminders that were added on this computer. ListExecutions does not return the text, and one
 * DescribeExecution call for each row would be too slow. The file is in the cache folder, and only its owner can read it.
 * Commands also work without the file.
 */
export const addedReminders: ReminderMemory = { recall, find, remember };
