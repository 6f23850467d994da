import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, renameSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import packageJson from '../../package.json' with { type: 'json' };
import { makeProgram } from '../program.ts';
import type { HelpTexts } from '../terminal/print-help.ts';
import { type Bundle, ESCAPE, PROGRAM_COMMENT } from './run-bundle.ts';

/**
 * Builds `dist/remindme.cjs`, the whole command in one file: a few lines that run the program, and the program as a comment
 * at the end (`run-bundle.ts` says why).
 */
const root = join(import.meta.dirname, '..', '..');

/**
 * Modules of Node that are loaded when they are used, not when the program starts: each saves some milliseconds.
 * Commander needs node:child_process for subcommands that are programs of their own; there are none here.
 */
const LATE: Readonly<Record<string, { readonly importer: RegExp; readonly name: string }>> = {
  'node:child_process': { importer: /[\\/]commander[\\/]/, name: 'spawn' },
  'node:crypto': { importer: /^(?!.*node_modules)/, name: 'createHash' },
};

const lateModules: Plugin = {
  name: 'late-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(child_process|crypto)$/ }, ({ path, importer, namespace }) =>
      namespace !== 'late' && LATE[path]?.importer.test(importer) ? { path, namespace: 'late' } : undefined,
    );
    onLoad({ filter: /^/, namespace: 'late' }, ({ path }) => {
      const name = LATE[path]?.name;
      return { contents: `exports.${name} = (...args) => require('${path}').${name}(...args);` };
    });
  },
};

/**
 * Leaves out the error classes of Parameter Store, 70 kB: its client registers all of them. An error without a class of its
 * own still has its name and message, and no `instanceof` here needs one of these classes.
 */
const fewerErrorClasses: Plugin = {
  name: 'fewer-error-classes',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@aws-sdk[\\/]client-ssm[\\/]dist-es[\\/]schemas[\\/]\w+\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/^n\d_registry\.registerError\(.*\);$/gm, ''),
    }));
  },
};

const shared: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  // CommonJS, so that a module that is imported dynamically is evaluated only when it is needed
  format: 'cjs',
  supported: { 'dynamic-import': false },
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
};

const bundled = await build({
  ...shared,
  plugins: [lateModules, fewerErrorClasses],
  entryPoints: ['cli/main.ts'],
  write: false,
});
const text = bundled.outputFiles?.[0]?.text;
const source = `(function(require,args){const module={exports:{}};${text}\nreturn module.exports.main(args)})`;

const program = makeProgram(packageJson.version);
const bundle: Bundle = {
  digest: createHash('sha256').update(source).digest('hex').slice(0, 16),
  commands: program.commands.flatMap((command) => [command.name(), ...command.aliases()]),
};

/** The help of each command. */
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
/** A command that is run meanwhile finds a whole file, the old one or the new one. */
const unfinished = `${outfile}.${process.pid}`;
await build({
  ...shared,
  entryPoints: ['bin/remindme.ts'],
  outfile: unfinished,
  banner: { js: '#!/usr/bin/env node' },
  define: {
    BUNDLE: JSON.stringify(bundle),
    HELP_TEXTS: JSON.stringify(helpTexts()),
  },
});
// in ASCII, V8 keeps the file with one byte a character
const ascii = source.replace(/[^ -~]/g, (character) => ESCAPE + character.charCodeAt(0).toString(16).padStart(4, '0'));
appendFileSync(unfinished, `${PROGRAM_COMMENT}${ascii}\n`);
chmodSync(unfinished, 0o755);
renameSync(unfinished, outfile);
