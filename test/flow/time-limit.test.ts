import { TimeBudget, TimeLimitError, withTimeLimit } from '../../flow/time-limit';

describe('withTimeLimit', () => {
  it('returns what the work returns', () => {
    expect(withTimeLimit(1000, () => ({ answer: 42 }))).toEqual({ answer: 42 });
  });

  it('throws what the work throws', () => {
    const error = new Error('mine');
    expect(() =>
      withTimeLimit(1000, () => {
        throw error;
      }),
    ).toThrow(error);
  });

  it('stops an endless loop', () => {
    const endless = (): void => {
      for (;;);
    };
    expect(() => withTimeLimit(20, endless)).toThrow(TimeLimitError);
  });

  it('works again after it had to stop something', () => {
    expect(() => withTimeLimit(20, () => /^(a+)+$/.test(`${'a'.repeat(40)}b`))).toThrow(
      'stopped after 20 ms',
    );
    expect(withTimeLimit(1000, () => 'next')).toBe('next');
  });

  it('shares a budget with others, and goes on when that is left', () => {
    const budget = new TimeBudget(50);
    const endless = (): void => {
      for (;;);
    };
    const began = performance.now();
    expect(() => budget.run(() => withTimeLimit(30, endless))).toThrow('stopped after 30 ms');
    expect(() => budget.run(() => withTimeLimit(30, endless))).toThrow(/stopped after (1?\d|20) ms/);
    for (let more = 0; more < 100; more += 1) {
      expect(() => budget.run(() => withTimeLimit(30, endless))).toThrow('the time of this turn is used up');
    }
    expect(performance.now() - began).toBeLessThan(1000);
    expect(withTimeLimit(1000, () => 'free')).toBe('free');
  });

  it('can be used within itself', () => {
    expect(withTimeLimit(1000, () => `${withTimeLimit(1000, () => 'inner')} and outer`)).toBe(
      'inner and outer',
    );
  });
});
