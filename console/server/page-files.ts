import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/** A file for the browser. */
export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The folder of the page. It is next to the server's folder, both in the sources and in the built command. */
const PAGE = join(import.meta.dirname, '..', 'page');

/** The library lit-html. In the built command, it is next to the page; in the sources, it is the installed package. */
const LIBRARY = [join(PAGE, '..', 'lit-html'), join(PAGE, '..', '..', 'node_modules', 'lit-html')].find((folder) =>
  existsSync(folder),
);

/** The folders that a browser can read, keyed by the start of the URL path. */
const FOLDERS: Readonly<Record<string, string | undefined>> = {
  '/console/page/': PAGE,
  '/node_modules/lit-html/': LIBRARY,
};

/** Reads a file for the browser. Returns `undefined` if there is no such file, or if the path leaves its folder. */
export async function readPageFile(path: string): Promise<PageFile | undefined> {
  const type = TYPES[extname(path)];
  const [start, folder] = Object.entries(FOLDERS).find(([each]) => path.startsWith(each)) ?? [];
  if (start === undefined || folder === undefined || type === undefined) {
    return undefined;
  }
  const file = normalize(join(folder, path.slice(start.length)));
  if (!file.startsWith(folder + sep)) {
    return undefined;
  }
  const content = await readFile(file).catch(() => undefined);
  return content && { type, content };
}
