import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** Returns the paths of the declaration files that the given declaration file imports. */
function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/(?:from |import\()['"]([.][^'"]+)[.]ts['"]/g)].map(([, path = '']) =>
    join(dirname(file), `${path}.d.ts`),
  );
}

/**
 * Writes the declaration of the library's entry file, and of every file that it imports directly or indirectly. Leaves out the
 * other declarations that TypeScript generates.
 *
 * @param target the folder for `index.d.ts`
 * @throws Error if TypeScript cannot generate the declarations
 */
export function writeDeclarations(target: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'remindme-declarations-'));
  try {
    const config = join(folder, 'tsconfig.json');
    const compilerOptions = {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: ROOT,
      outDir: folder,
      typeRoots: [join(ROOT, 'node_modules', '@types')],
    };
    const files = [join(ROOT, 'lib', 'index.ts')];
    writeFileSync(
      config,
      JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), compilerOptions, files, include: [] }),
    );
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const { status } = spawnSync(process.execPath, [tsc, '-p', config], { stdio: 'inherit' });
    if (status !== 0) {
      throw new Error('TypeScript could not make the declarations.');
    }
    const needed = [join(folder, 'lib', 'index.d.ts')];
    // the list grows while the loop reads it
    for (const file of needed) {
      needed.push(...importsOf(file).filter((path) => !needed.includes(path)));
      const text = readFileSync(file, 'utf8').replaceAll(/((?:from |import\()['"][.][^'"]+)[.]ts(['"])/g, '$1.js$2');
      const path = join(target, relative(join(folder, 'lib'), file));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
