import { mean, median, percentile } from '../../bench/statistics';

describe('statistics of a measurement', () => {
  it('take the value that so many hundredths do not exceed', () => {
    const values = [5, 1, 4, 2, 3];
    expect([1, 20, 21, 50, 99, 100].map(hundredths => percentile(values, hundredths))).toEqual([
      1, 1, 2, 3, 5, 5,
    ]);
    expect(values).toEqual([5, 1, 4, 2, 3]);
  });

  it('take the lower of two middle values', () => {
    expect(median([4, 1, 2, 3])).toBe(2);
  });

  it('have no value where there are none', () => {
    expect(percentile([], 50)).toBeNaN();
    expect(mean([])).toBeNaN();
  });

  it('average', () => {
    expect(mean([1, 2, 6])).toBe(3);
  });
});
