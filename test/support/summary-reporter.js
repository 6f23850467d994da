/**
 * A Jest reporter that ends the output with one plain line, such as `812 passed, 0 failed`, for programs that read the log.
 * This file is JavaScript because Jest does not compile reporters.
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
    // a test file that cannot be loaded, or a snapshot without a test, also counts as failed
    const { unchecked, filesRemoved, failure } = results.snapshot;
    const failed =
      results.numFailedTests + results.numRuntimeErrorTestSuites + (failure ? unchecked + filesRemoved : 0);
    const skipped = results.numPendingTests + results.numTodoTests;
    const counts = [`${results.numPassedTests} passed`, `${failed} failed`];
    if (skipped > 0) {
      counts.push(`${skipped} skipped`);
    }
    // Jest prints its own summary after the summaries of all other reporters
    process.once('exit', () => console.log(counts.join(', ')));
  }
}
