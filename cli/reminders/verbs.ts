import type { Command } from 'commander';
import { editDistance } from '../../core/text/edit-distance.ts';

/** A word that is probably a command's name, and not a message. */
export interface Verb {
  /** The command that the user probably meant. Missing if there is none. */
  readonly command: string | undefined;
}

/** Other tools' names for this tool's commands. */
const FOREIGN_VERBS: Readonly<Record<string, string>> = {
  add: 'create new remind schedule set',
  list: 'all find pending search',
  show: 'describe get info inspect status view',
  cancel:
    'abort acknowledge clear complete completed del delete deleted dismiss done drop erase finish kill remove removed stop undo',
  move: 'defer delay extend postpone reschedule shift',
  edit: 'amend change modify rename replace update',
  pause: 'disable mute suspend',
  resume: 'continue enable unpause',
  export: 'backup',
  import: 'restore',
  subscribers: 'emails',
  help: 'man usage',
};

/** Verbs of other tools for which this tool has no command. */
const OTHER_VERBS = 'config configure init login logout purge repeat sync version';

/** Everyday words that resemble a verb but are not mistyped verbs. */
const EVERYDAY_WORDS =
  'cancer cause chance charge compete cove doctors dove email emit exit expert extent fist gist heap held hemp how kelp lift lint ' +
  'lisa lisp lit lost love lust mist mode mole more mover movie presume retro ship shoe shop shot shows skid skim skin slack slip slow smack snack snip snow sow stacks ' +
  'statue stick stock stow stuck yelp';

/** The minimum length of a verb in which two letters may be wrong. */
const LONG = 8;
/**
 * The minimum lengths of a verb in which one letter may be wrong. Shorter verbs resemble too many other words. `own` is the
 * limit for this tool's commands, and `foreign` the limit for other tools' verbs.
 */
const SHORT = { own: 4, foreign: 6 } as const;

/** Returns all known verbs with the commands that they mean. The value is `undefined` if there is no such command. */
function allVerbs(program: Command): ReadonlyMap<string, string | undefined> {
  const own = program
    .createHelp()
    .visibleCommands(program)
    .flatMap((command) => [command.name(), ...command.aliases()].map((name) => [name, command.name()] as const));
  const commands = new Set(own.map(([, command]) => command));
  const foreign = Object.entries(FOREIGN_VERBS).flatMap(([command, verbs]) =>
    verbs.split(' ').map((verb) => [verb, commands.has(command) ? command : undefined] as const),
  );
  return new Map([...OTHER_VERBS.split(' ').map((verb) => [verb, undefined] as const), ...foreign, ...own]);
}

/** Returns the known verb that a word equals or resembles. */
export function verbOf(program: Command, word: string): Verb | undefined {
  const typed = word.toLowerCase();
  const verbs = allVerbs(program);
  if (verbs.has(typed)) {
    return { command: verbs.get(typed) };
  }
  if (EVERYDAY_WORDS.split(' ').includes(typed)) {
    return undefined;
  }
  const near = [...verbs]
    .map(([verb, command]) => ({ verb, command, isOwn: verb === command, letters: editDistance(verb, typed) }))
    .filter(({ verb, isOwn }) => verb.length >= (isOwn ? SHORT.own : SHORT.foreign))
    .filter(({ verb, letters }) => letters <= (verb.length >= LONG ? 2 : 1))
    // if two verbs are equally similar, prefer this tool's own commands
    .sort((one, other) => one.letters - other.letters || Number(other.isOwn) - Number(one.isOwn));
  return near[0];
}
