/** Closes the run with one line that any CI can read, after naming what was left out. */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    const leftOut = results.testResults
      .flatMap((file) => file.testResults)
      .filter((test) => test.status === 'pending' || test.status === 'todo')
      .map((test) => test.ancestorTitles[0] ?? test.title);
    for (const name of new Set(leftOut)) console.log(`left out: ${name}`);
    const crashed = results.numRuntimeErrorTestSuites;
    console.log(
      `${results.numPassedTests} passed, ${results.numFailedTests + crashed} failed, ` +
        `${results.numPendingTests + results.numTodoTests} skipped`,
    );
  }
}
