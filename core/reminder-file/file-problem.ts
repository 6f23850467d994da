/** Thrown if a file, or the rest of it, cannot be read. The message is a sentence for people. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';
}
