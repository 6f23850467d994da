import type { Command } from 'commander';

/** How many letters differ between two words: insertions, deletions and changes. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(one).entries()) {
    const next = [i + 1];
    for (const [j, otherLetter] of Array.from(other).entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === otherLetter ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** A word is a mistyped command if at most this many letters are wrong, and no more than half of them: `dad` is not `add`. */
const LETTERS = 2;

/** The command that somebody may have mistyped as the text of a reminder, if `add` was not named. */
export function mistypedCommand(add: Command, message: string): string | undefined {
  const program = add.parent;
  if (!program || program.args[0] === add.name()) {
    return undefined;
  }
  const commands = program
    .createHelp()
    .visibleCommands(program)
    .map((each) => ({ name: each.name(), letters: distance(each.name(), message.toLowerCase()) }))
    .sort((one, other) => one.letters - other.letters);
  return commands.find(({ letters }) => letters <= Math.min(LETTERS, message.length / 2))?.name;
}
