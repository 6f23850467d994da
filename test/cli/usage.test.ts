import { runRemindme } from '../support/run-remindme.ts';

/** Tests mistakes that the command-line parser finds. Each error message contains the value and the next step. */

test.each([
  [['cancel'], 'No <id> was given. See remindme cancel --help.'],
  [['move', 'cd5f'], 'No <when> was given. See remindme move --help.'],
  [['stack', 'create'], 'No <name> was given. See remindme stack --help.'],
  [['doctor', 'tomorrow'], 'remindme doctor takes no arguments, but got "tomorrow". See remindme doctor --help.'],
  [['doctor', 'a', 'b'], 'remindme doctor takes no arguments, but got "a" and "b". See remindme doctor --help.'],
  [['show', 'cd5f', 'f2'], 'remindme show takes <id> only, but got "f2" too. See remindme show --help.'],
  [
    ['stack', 'create', 'x', 'y', 'z', '\u001b[2J'],
    'remindme stack takes <action> and <name> only, but got "y", "z" and "?[2J" too. See remindme stack --help.',
  ],
  [
    ['stack', 'frob', 'x'],
    'The <action> cannot be "frob": allowed choices are create, update, delete, deploy. See remindme stack --help.',
  ],
  [['stack', 'create', ''], 'The <name> cannot be "": it is empty. See remindme stack --help.'],
  [['list', '--limit', '0'], '--limit cannot be "0": it must be a whole number from 1. See remindme list --help.'],
  [
    ['list', '--status', "it's"],
    `--status cannot be "it's": allowed choices are pending, sent, failed, cancelled, all. See remindme list --help.`,
  ],
  [
    ['list', '--service', 'My Team'],
    '--service cannot be "My Team": accepted are 1 to 20 lower-case letters, digits and hyphens, the first a letter, such as remindme. See remindme --help.',
  ],
  [
    ['stack', 'create', 'x', '--parameter', 'Size=1', '--parameter', 'Size=2'],
    '--parameter cannot be "Size=2": Size is given twice. See remindme stack --help.',
  ],
  [['list', '--tz'], '--tz needs a <zone> after it. See remindme list --help.'],
  [['--region'], '--region needs a <name> after it. See remindme --help.'],
  [['list', '--stauts', 'all'], 'There is no option --stauts. Did you mean --status? See remindme list --help.'],
  [['list', '--frobnicate'], 'There is no option --frobnicate. See remindme list --help.'],
  [['x', 'tomorrow 9am', '--vai', 'sns'], 'There is no option --vai. Did you mean --via? See remindme add --help.'],
  [['x', '-x\u0007'], 'There is no option -x?. See remindme add --help.'],
  [
    ['x', '-5 minutes'],
    'There is no option "-5 minutes". An argument that begins with - has to follow --. See remindme add --help.',
  ],
  [
    ['-5 degrees', 'PT1H'],
    'There is no option "-5 degrees". An argument that begins with - has to follow --. See remindme add --help.',
  ],
])('%j', async (args, sentence) => {
  expect(await runRemindme(args)).toEqual({ code: 2, stdout: '', stderr: `error: ${sentence}\n` });
});
