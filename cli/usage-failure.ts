import type { Command, CommanderError } from 'commander';
import { EXIT, Failure } from './failure.ts';
import { clean } from './terminal/clean.ts';

/** Patterns that match commander's error messages. A quoted argument may itself contain quotes. */
const SENTENCES = {
  argument: /^command-argument value '(.*)' is invalid for argument '(.*?)'[.] (.*)$/s,
  option: /^option '(.*?)' argument '(.*)' is invalid[.] (.*)$/s,
  missingArgument: /'(.*)'$/s,
  optionMissingArgument: /'(?:.*, )?(--[\w-]+) (<.*>)'/s,
  unknownOption: /^unknown option '(.*)'(?:\n[(](Did you mean .*)[)])?$/s,
} as const;

/** Matches an argument that may be an option. Other arguments can also start with `-`. */
const OPTION = /^--?[a-z]/i;

const quoted = (text: string) => `"${clean(text)}"`;
const joined = (all: readonly string[]) => [all.slice(0, -1).join(', '), all.at(-1)].filter(Boolean).join(' and ');
/** Makes `It` or `Allowed` at the start lower case, because the sentence follows a colon. */
const lowerCase = (sentence: string) => sentence.replace(/^(It|Allowed)\b/, (word) => word.toLowerCase());

/** Returns a command's full name: `remindme list`. */
const nameOf = (command: Command): string =>
  command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();

function excess(command: Command): string {
  const taken = command.registeredArguments.map((each) => `<${each.name()}>`);
  const rest = joined(command.args.slice(taken.length).map(quoted));
  return taken.length === 0
    ? `${nameOf(command)} takes no arguments, but got ${rest}.`
    : `${nameOf(command)} takes ${joined(taken)} only, but got ${rest} too.`;
}

function unknown(flag: string, meant: string | undefined): string {
  if (!OPTION.test(flag) || /\s/.test(flag)) {
    return `There is no option ${quoted(flag)}. An argument that begins with - has to follow --.`;
  }
  return `There is no option ${clean(flag)}.${meant ? ` ${meant}` : ''}`;
}

/** Rewords an error message from commander, and includes the invalid value, if any. */
function problem(command: Command, code: string, message: string): string {
  const match = (sentence: RegExp) => sentence.exec(message)?.slice(1) ?? [];
  switch (code) {
    case 'commander.missingArgument':
      return `No <${match(SENTENCES.missingArgument)[0]}> was given.`;
    case 'commander.optionMissingArgument': {
      const [option, value] = match(SENTENCES.optionMissingArgument);
      return `${option} needs a ${value} after it.`;
    }
    case 'commander.excessArguments':
      return excess(command);
    case 'commander.unknownOption': {
      const [flag = '', meant] = match(SENTENCES.unknownOption);
      return unknown(flag, meant);
    }
    case 'commander.invalidArgument': {
      const [flags, given = '', why = ''] = match(SENTENCES.option);
      if (flags !== undefined) {
        return `${/--[\w-]+/.exec(flags)?.[0]} cannot be ${quoted(given)}: ${lowerCase(why)}`;
      }
      const [value = '', name, reason = ''] = match(SENTENCES.argument);
      return `The <${name}> cannot be ${quoted(value)}: ${lowerCase(reason)}`;
    }
    default:
      return clean(`${message.charAt(0).toUpperCase()}${message.slice(1)}.`);
  }
}

/** Turns an error from commander into a Failure, and rewords its message. */
export function usageFailure(command: Command, { code, message }: CommanderError): Failure {
  return new Failure(EXIT.usage, problem(command, code, message.replace(/^error: /, '')), {
    next: `See ${nameOf(command)} --help.`,
  });
}
