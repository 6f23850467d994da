/**
 * Thrown if a whole file, or the rest of it, cannot be read. The message is a sentence for people. A wrong row is not an error:
 * `read-row.ts` refuses it, and the other rows are read.
 */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}
