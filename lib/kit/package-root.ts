import { join } from 'node:path';

/**
 * The folder of the package, which contains `lib/` with the JSONata programs. The functions' code is in `lambda/` in the
 * repository, and in `dist/lib/functions.json.br` in the published package. That package contains this code in
 * `dist/lib/index.js`. That file's folder and this file's folder are both two levels below the package.
 */
export const PACKAGE_ROOT = join(import.meta.dirname, '..', '..');
