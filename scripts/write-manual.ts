import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeProgram } from '../cli/program.ts';
import packageJson from '../package.json' with { type: 'json' };
import { manualOf } from './manual-page.ts';

// Writes remindme.1, the manual page of the command line.

await writeFile(
  join(import.meta.dirname, '..', 'remindme.1'),
  manualOf(makeProgram(packageJson.version), packageJson.version),
);
