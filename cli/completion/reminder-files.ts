import { readdirSync } from 'node:fs';

const READABLE = /\.(csv|tsv|jsonl|ndjson|ics)$/i;

/** Completes a path: returns the folders, and the files that `remindme import` can read. */
export function reminderFiles(typed: string): readonly string[] {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  try {
    return readdirSync(folder || '.', { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || READABLE.test(entry.name))
      .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`);
  } catch {
    return []; // the folder does not exist or cannot be read
  }
}
