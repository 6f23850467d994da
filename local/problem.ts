/** Something that the person at the terminal can put right. Its message is one sentence or two: what is wrong, what to do. */
export class Problem extends Error {
  override readonly name = 'Problem';
}
