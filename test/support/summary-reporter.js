/**
 * A Jest reporter that ends the output with one plain line, such as `812 passed, 0 failed`, for whatever reads the log of a
 * run. It is JavaScript because Jest loads reporters as they are.
 */
export default class SummaryReporter {
  /**
   * @param {Set<unknown>} _contexts
   * @param {{
   *   numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
   *   numRuntimeErrorTestSuites: number, snapshot: { unchecked: number, filesRemoved: number, failure: boolean },
   * }} results
   */
  onRunComplete(_contexts, results) {
    // these fail the run too: a file that cannot be loaded, and a snapshot that no test asks for
    const { unchecked, filesRemoved, failure } = results.snapshot;
    const failed =
      results.numFailedTests + results.numRuntimeErrorTestSuites + (failure ? unchecked + filesRemoved : 0);
    const skipped = results.numPendingTests + results.numTodoTests;
    const counts = [`${results.numPassedTests} passed`, `${failed} failed`];
    if (skipped > 0) {
      counts.push(`${skipped} skipped`);
    }
    // Jest's own summary comes after those of all other reporters
    process.once('exit', () => console.log(counts.join(', ')));
  }
}
