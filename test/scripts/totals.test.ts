import { totals } from '../../scripts/ci/totals';

const results = { numPassedTests: 12, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };

describe('the last line of .ci/run', () => {
  it('tells how many tests have passed and failed', () => {
    expect(totals(results, 0)).toBe('12 passed, 0 failed');
    expect(totals({ ...results, numFailedTests: 3 }, 1)).toBe('12 passed, 3 failed');
  });

  it('counts a file that could not be run', () => {
    expect(totals({ ...results, numRuntimeErrorTestSuites: 2 }, 1)).toBe('12 passed, 2 failed');
  });

  it('tells of a failure outside of the tests', () => {
    expect(totals(results, 1)).toBe('12 passed, 1 failed');
    expect(totals(undefined, 1)).toBe('0 passed, 1 failed');
  });
});
