import { type Command, InvalidArgumentError } from 'commander';
import { contextOf, deploymentOf, type SharedOptions } from '../context.ts';
import { optionsOf } from '../shared-options.ts';

interface WebOptions extends SharedOptions {
  readonly port?: number;
  readonly open?: boolean;
}

function port(value: string): number {
  const number = Number(value);
  if (!/^\d{1,5}$/.test(value) || number < 1 || number > 65_535) {
    throw new InvalidArgumentError('It must be a whole number from 1 to 65535.');
  }
  return number;
}

/** Adds the command `remindme web` to the program. */
export function registerWeb(program: Command): void {
  program
    .command('web')
    .summary('show the reminders in a browser')
    .description('Serve a page on this machine that shows the reminders and how each of them runs.')
    .option('--port <number>', 'the port of the page (default: a free one)', port)
    .option('--open', 'open the page in the browser')
    .addHelpText(
      'after',
      `
Examples:
  $ remindme web
  $ remindme web --port 8080 --open

The first line of the output is the URL. Ctrl-C ends the page; the reminders stay.`,
    )
    .action(async (_options: unknown, command: Command) => runWeb(optionsOf<WebOptions>(command)));
}

async function runWeb(options: WebOptions): Promise<void> {
  const { terminal, interruption, deployment } = contextOf(options);
  await deployment.withMachines(async () => {}); // fails at once if there is no such deployment
  const { openConsole } = await import('../web/open-console.ts');
  const { url } = await openConsole({
    deployment: deploymentOf(options),
    options,
    port: options.port,
    isOpened: options.open,
  });
  interruption.leaves('The page has ended. The reminders stay.');
  if (options.json) {
    terminal.row({ url });
  } else {
    terminal.print(url);
    terminal.note('Open this URL in a browser on this machine. Ctrl-C ends the page.');
  }
  await new Promise(() => {}); // until Ctrl-C
}
