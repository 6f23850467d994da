import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BuildOptions, build, type OutputFile, type Plugin, transform } from 'esbuild';
import packageJson from '../../package.json' with { type: 'json' };
import { makeProgram } from '../program.ts';
import type { HelpTexts } from '../terminal/print-help.ts';
import { type Bundle, PROGRAM_COMMENT } from './run-bundle.ts';

/**
 * Builds `dist/remindme.cjs`, the file of the command `remindme`. Its first lines run the program. The program's source follows
 * in a comment, inside a function at the end of the file (`run-bundle.ts` explains why). The web page is in `dist/console/`,
 * and the large parts that only a few commands load are in `dist/console/parts/`.
 */
const root = join(import.meta.dirname, '..', '..');
const consoleFolder = join(root, 'dist', 'console');
const partsFolder = join(consoleFolder, 'parts');
/**
 * The source files of the program's large parts. A chunk that contains one of them becomes a separate file, which Node reads
 * only for the commands that use it.
 */
const PARTS = [
  'console/server/console.ts',
  'node_modules/@bomb.sh/tab/',
  'node_modules/csv-parse/',
  'node_modules/elkjs/',
  'node_modules/ical.js/',
];

const lateFunction = (module: string, name: string) =>
  `exports.${name} = (...args) => require('${module}').${name}(...args);`;

/**
 * Replacements for modules that take milliseconds to load, or that are not needed and make the bundle larger. `importer`
 * matches the paths of the files that import the replacement.
 */
const STAND_INS: Readonly<Record<string, { readonly importer: RegExp; readonly contents: string }>> = {
  // commander uses this module only for subcommands that are separate programs, and `remindme` has none
  'node:child_process': { importer: /[\\/]commander[\\/]/, contents: lateFunction('node:child_process', 'spawn') },
  // the web page needs other functions of this module, too
  'node:crypto': {
    importer: /^(?!.*(node_modules|[\\/]console|[\\/]web)[\\/])/,
    contents: `${lateFunction('node:crypto', 'createHash')}${lateFunction('node:crypto', 'randomUUID')}`,
  },
  'node:fs/promises': {
    importer: /[\\/]@(aws-sdk|smithy)[\\/]/,
    contents: "exports.readFile = require('node:util').promisify(require('node:fs').readFile);",
  },
  // the SDK uses this module only for a faster checksum, which `remindme` does not need
  'node:zlib': { importer: /[\\/]@smithy[\\/]/, contents: '' },
  // the SDK uses this module only in a browser
  bowser: { importer: /[\\/]@aws-sdk[\\/]/, contents: '' },
  // no operation that `remindme` calls returns an event stream
  '@smithy/core/event-streams': { importer: /[\\/]@(aws-sdk|smithy)[\\/]/, contents: '' },
};

const standIns: Plugin = {
  name: 'stand-ins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:|bowser$|@smithy[/]core[/]event-streams$)/ }, ({ path, importer, namespace }) =>
      namespace !== 'stand-in' && STAND_INS[path]?.importer.test(importer)
        ? { path, namespace: 'stand-in' }
        : undefined,
    );
    // only the version in each package.json is used
    onLoad({ filter: /[\\/]package[.]json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
    onLoad({ filter: /^/, namespace: 'stand-in' }, ({ path }) => ({ contents: STAND_INS[path]?.contents ?? '' }));
  },
};

const shared: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/**
 * Turns the exports of a chunk into one object literal with getters. Without this, esbuild's helpers define each export in a
 * separate call and then copy it.
 */
function exportAtOnce(code: string): string {
  const direct = code
    .replace('module.exports = __toCommonJS(stdin_exports);\n', '')
    .replace(/^var stdin_exports = \{\};\n__export\(stdin_exports, \{\n(.*?)\n\}\);$/ms, (_, exports: string) => {
      const getters = exports.split('\n').map((line) => {
        const [, name, value] = /^\s*([\w$]+): \(\) => (.+?),?$/.exec(line) ?? [];
        return name === undefined ? 'stdin_exports' : `get ${name}() { return ${value}; }`;
      });
      return `module.exports = { __esModule: true, ${getters.join()} };`;
    });
  if (direct.includes('stdin_exports')) {
    throw new Error(`esbuild writes exports in another way now: ${code.slice(0, 300)}`);
  }
  return direct;
}

/**
 * Turns a chunk into the source of an object property: its name, a colon and a function `(require, module)`. V8 then compiles
 * only the chunks that a command uses, and a dynamically imported module runs only when the command needs it.
 */
async function chunkFunction({ path, text }: OutputFile): Promise<string> {
  if (/\bexport default\b/.test(text)) {
    throw new Error('A package in CommonJS is imported dynamically. Import it statically in a module of its own.');
  }
  const { code } = await transform(text, { format: 'cjs', supported: { 'dynamic-import': false } });
  // remove esbuild's helpers that the chunk no longer uses
  const { code: direct } = await transform(exportAtOnce(code), { treeShaking: true });
  const { code: minified } = await transform(`chunk=function(require,module){${direct}}`, {
    minify: true,
    supported: { 'template-literal': false }, // a template literal with a line break would end the comment
  });
  if (!minified.startsWith('chunk=')) {
    throw new Error(`esbuild adds a helper before a chunk, perhaps for a tagged template: ${minified.slice(0, 100)}`);
  }
  return `${JSON.stringify(`./${basename(path)}`)}:${minified.trim().replace(/^chunk=|;$/g, '')}`;
}

/**
 * The source of a function that loads a module. The function runs a chunk of the bundle when the chunk is first needed, and
 * loads Node's own modules with `require`.
 */
const LOAD_CHUNK = `function load(name){
  if(!chunks[name])return require(name);
  if(!loaded[name])chunks[name](load,loaded[name]={exports:{}});
  return loaded[name].exports
}`.replace(/\n */g, '');

/** Writes a chunk into a separate file. Returns the code that replaces the chunk and loads the file. */
function writePart(chunk: string): string {
  const [, name = '', code = ''] = /^"[.][/]([^"]+)":(.*)$/s.exec(chunk) ?? [];
  const file = name.replace(/js$/, 'cjs');
  writeFileSync(join(partsFolder, file), `module.exports=${code}`);
  return `"./${name}":(load,module)=>require("./console/parts/${file}")(load,module)`;
}

async function bundleProgram(): Promise<string> {
  const {
    outputFiles,
    metafile: { outputs },
  } = await build({
    ...shared,
    format: 'esm', // the only format that esbuild splits into chunks
    splitting: true,
    entryPoints: { main: 'cli/main.ts' },
    outdir: 'chunks',
    chunkNames: '[hash]',
    write: false,
    metafile: true,
    plugins: [standIns],
    // the SDK uses ReadableStream only to check the type of a response; in Node, no response has this type
    define: { ReadableStream: 'undefined', 'import.meta.dirname': '__dirname' },
  });
  const isPart = ({ path }: OutputFile) =>
    Object.keys(outputs[`chunks/${basename(path)}`]?.inputs ?? {}).some((source) =>
      PARTS.some((start) => source.startsWith(start)),
    );
  mkdirSync(partsFolder, { recursive: true });
  const chunks = await Promise.all(
    outputFiles.map(async (file) => (isPart(file) ? writePart(await chunkFunction(file)) : chunkFunction(file))),
  );
  for (const file of readdirSync(partsFolder).filter((each) => !chunks.some((chunk) => chunk.includes(each)))) {
    rmSync(join(partsFolder, file));
  }
  const source = `(function(require,args,loaded){const chunks={${chunks.join()}};${LOAD_CHUNK}return load('./main.js').main(args)})`;
  // if a source contains only ASCII characters, V8 stores it with one byte for each character
  return source.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const source = await bundleProgram();
const program = makeProgram(packageJson.version);
const bundle: Bundle = {
  digest: createHash('sha256').update(source).digest('hex').slice(0, 16),
  commands: program.commands.flatMap((command) => [command.name(), ...command.aliases()]),
};

/** Returns the help text of the program and of each command, and the output of `--version`. */
function helpTexts(): HelpTexts {
  const texts: Record<string, string> = { '--version': `${packageJson.version}\n` };
  for (const command of [program, ...program.commands]) {
    let text = '';
    const writeOut = (part: string) => {
      text += part;
    };
    command.configureOutput({ writeOut, getOutHelpWidth: () => 80, getOutHasColors: () => false });
    command.outputHelp();
    texts[command === program ? '' : command.name()] = text;
  }
  return texts;
}

const outfile = join(root, 'dist/remindme.cjs');
/**
 * The temporary name of the file. The build renames the complete file, so a command that runs during the build never finds half
 * a file.
 */
const unfinished = `${outfile}.${process.pid}`;
await build({
  ...shared,
  format: 'cjs',
  supported: { 'dynamic-import': false },
  entryPoints: ['bin/remindme.ts'],
  outfile: unfinished,
  banner: { js: '#!/usr/bin/env node' },
  define: {
    BUNDLE: JSON.stringify(bundle),
    HELP_TEXTS: JSON.stringify(helpTexts()),
  },
});
appendFileSync(unfinished, `function program(){${PROGRAM_COMMENT}${source}\n}\n`);
chmodSync(unfinished, 0o755);
renameSync(unfinished, outfile);

cpSync(join(root, 'docs', 'lessons.md'), join(consoleFolder, 'lessons.md'));
cpSync(join(root, 'console', 'page'), join(consoleFolder, 'page'), { recursive: true });
cpSync(join(root, 'node_modules', 'lit-html'), join(consoleFolder, 'lit-html'), {
  recursive: true,
  filter: (path) => !/[.](map|ts|md|json)$|[\\/](development|node)$/.test(path),
});
