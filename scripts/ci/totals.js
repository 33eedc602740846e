// Prints how many tests have passed and failed: `node scripts/ci/totals.js FILE STATUS`, with Jest's results as JSON
// and the exit status of `npm test`.
const { existsSync, readFileSync } = require('node:fs');

/**
 * @param {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number } | undefined} results
 *   undefined where Jest has not come to an end
 * @param {number} status of everything, so that what failed outside of Jest is counted
 */
function totals(results, status) {
  const passed = results?.numPassedTests ?? 0;
  const failed = (results?.numFailedTests ?? 0) + (results?.numRuntimeErrorTestSuites ?? 0);
  return `${passed} passed, ${failed === 0 && status !== 0 ? 1 : failed} failed`;
}

if (require.main === module) {
  const [file = '', status] = process.argv.slice(2);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  console.log(totals(text ? JSON.parse(text) : undefined, Number(status)));
}

module.exports = { totals };
