/** Closes the run with one line that any CI can read, after naming what was left out. */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    const leftOut = results.testResults
      .flatMap((file) => file.testResults)
      .filter((test) => test.status === 'pending' || test.status === 'todo')
      .map((test) => test.ancestorTitles[0] ?? test.title);
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    // Jest prints its own summary after every reporter has had its turn.
    process.once('exit', () => {
      for (const name of new Set(leftOut)) console.log(`left out: ${name}`);
      console.log(`${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
    });
  }
}
