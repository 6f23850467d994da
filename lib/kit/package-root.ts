import { join } from 'node:path';

/**
 * The folder of the package, which contains `lib/` with the JSONata programs. The functions' code is in `lambda/` in the
 * repository, and in `dist/lib/functions.json.br` in the published package. The published library is the file
 * `dist/lib/index.js`. Its folder is two levels below the package, like the folder of this file.
 */
export const PACKAGE_ROOT = join(import.meta.dirname, '..', '..');
