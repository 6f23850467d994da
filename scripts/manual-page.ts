import type { Argument, Command, Option } from 'commander';

/**
 * Escapes text for roff. Without escapes, a word could become a roff request, and `-` could become a hyphen that shells do not
 * accept.
 */
const roff = (text: string) =>
  text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll("'", '\\(aq').replace(/^\./gm, '\\&.');

/** Formats the given option, such as `-V, --version <value>`, with the names in bold and the value in italics. */
const optionFlags = ({ flags }: Option) =>
  flags.replace(/--?\w[\w-]*|<[^>]+>/g, (part) =>
    part.startsWith('<') ? `\\fI${roff(part.slice(1, -1))}\\fR` : `\\fB${roff(part)}\\fR`,
  );

const argumentName = (argument: Argument) => {
  const name = `\\fI${roff(argument.name())}\\fR${argument.variadic ? ' ...' : ''}`;
  return argument.required ? name : `[${name}]`;
};

function optionText({ description, argChoices, defaultValue }: Option): string {
  const choices = argChoices ? ` One of ${argChoices.join(', ')}.` : '';
  const usual = typeof defaultValue === 'string' ? ` By default ${defaultValue}.` : '';
  return `${description}${choices || usual ? '.' : ''}${choices}${usual}`;
}

const options = (command: Command) =>
  command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => !command.parent || long !== '--help')
    .flatMap((option) => ['.TP', optionFlags(option), roff(optionText(option))]);

/**
 * Returns the examples and notes at the end of the command's help, with their line breaks, or an empty string if there are
 * none.
 */
function textAfter(command: Command): string {
  let help = '';
  const writeOut = (part: string) => {
    help += part;
  };
  command.configureOutput({ writeOut, getOutHelpWidth: () => 80, getOutHasColors: () => false }).outputHelp();
  return help.includes('\nExamples:\n') ? help.slice(help.indexOf('\nExamples:\n') + 1).trimEnd() : '';
}

function examples(command: Command): string[] {
  const [head, ...rest] = textAfter(command).split('\n\n');
  if (!head) {
    return [];
  }
  const lines = head
    .split('\n')
    .slice(1)
    .map((line) => roff(line.trim()));
  return [
    '.PP',
    'Examples:',
    '.PP',
    '.RS 4',
    '.nf',
    ...lines,
    '.fi',
    '.RE',
    ...rest.flatMap((text) => ['.PP', roff(text)]),
  ];
}

function commandSection(command: Command): string[] {
  const names = [command.name(), ...command.aliases()].map((name) => `\\fB${roff(name)}\\fR`).join(', ');
  const words = [names, ...command.registeredArguments.map(argumentName)].join(' ');
  return [`.SS ${words}`, roff(command.description()), ...options(command), ...examples(command)];
}

/** The environment variables, which no help text lists. */
const ENVIRONMENT: readonly (readonly [name: string, text: string])[] = [
  [
    'AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL',
    'The region, profile and endpoint, as for other programs that use AWS.',
  ],
  ['HTTPS_PROXY, NO_PROXY', 'The HTTP proxy to AWS, and the hosts that need none.'],
  ['REMINDME_TIME', 'The time to suggest for a day without one, such as 09:00.'],
  ['TZ', "The time zone, if it is not the machine's."],
  ['NO_COLOR', 'Prints without colours if it is set.'],
];

/** Builds the manual page `remindme(1)` from the program's commands. */
export function manualOf(program: Command, version: string): string {
  const name = program.name();
  const commands = program.createHelp().visibleCommands(program);
  return `${[
    `.\\" npm run man writes this page`,
    `.TH ${name.toUpperCase()} 1 "" "${name} ${version}" "User Commands"`,
    '.SH NAME',
    `${name} \\- ${roff(program.description().replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    `.B ${name}`,
    '[\\fIoptions\\fR] \\fImessage\\fR \\fIwhen\\fR ...',
    '.br',
    `.B ${name}`,
    '[\\fIoptions\\fR] \\fIcommand\\fR',
    '.SH DESCRIPTION',
    roff(program.description()),
    ...examples(program),
    '.SH OPTIONS',
    'Every command takes these options.',
    ...options(program),
    '.SH COMMANDS',
    ...commands.flatMap(commandSection),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([names, text]) => ['.TP', `\\fB${names}\\fR`, roff(text)]),
    '.SH FILES',
    '.TP',
    '\\fI$XDG_CACHE_HOME/remindme\\fR',
    'What the command keeps between runs, in \\fI~/.cache\\fR by default. Nothing depends on it.',
  ].join('\n')}\n`;
}
