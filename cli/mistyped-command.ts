import type { Command } from 'commander';

/** How many letters make one word of another: insertions, deletions and changes. */
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

/** A word is a mistyped command where at most so many letters are wrong, and no more than half of it: `dad` is none for `add`. */
const LETTERS = 2;

/** Where `add` was not named, the text of a reminder may be a command that was mistyped: the name of the nearest one. */
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
