import { join } from 'node:path';

/**
 * The folder of the package, with `lib/` for the JSONata programs. The functions' code is in `lambda/` in the repository, and
 * in `dist/lambda/` in the published package. The published library is one file, `dist/lib/index.js`, whose path has the same
 * depth as this file's path.
 */
export const PACKAGE_ROOT = join(import.meta.dirname, '..', '..');
