/**
 * Thrown if a whole file, or the rest of it, cannot be read. The message is the reason, and is shown to people. An invalid row
 * does not throw: `read-row.ts` refuses the row, and the other rows are read.
 */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}
