/**
 * A Jest reporter that ends the output with one plain line, such as `812 passed, 0 failed`, for whatever reads the log of a
 * run. A test file that cannot even be loaded counts as failed. It is JavaScript because Jest loads reporters as they are.
 */
export default class SummaryReporter {
  /**
   * @param {Set<unknown>} _contexts
   * @param {Record<'numPassedTests' | 'numFailedTests' | 'numRuntimeErrorTestSuites' | 'numPendingTests' | 'numTodoTests', number>} results
   */
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const counts = [`${results.numPassedTests} passed`, `${failed} failed`];
    if (skipped > 0) {
      counts.push(`${skipped} skipped`);
    }
    console.log(counts.join(', '));
  }
}
