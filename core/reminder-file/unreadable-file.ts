/**
 * Thrown if a whole file, or the rest of it, cannot be read. The message is the reason and is shown to users. An invalid row
 * does not cause this error: `read-row.ts` refuses the row, and reading continues.
 */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}
