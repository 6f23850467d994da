import { join } from 'node:path';

/**
 * The folder of the package, with `lib/` for the JSONata programs. In the repository it also has `lambda/` for the functions'
 * code, and in the published package `dist/lambda/`. The published library is one file, `dist/lib/index.js`, whose path has the
 * same depth as this file's path.
 */
export const PACKAGE_ROOT = join(import.meta.dirname, '..', '..');
