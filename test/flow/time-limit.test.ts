import { TimeBudget, TimeLimitError, withinBudget, withTimeLimit } from '../../flow/time-limit';

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

  it('begins again what the machine has held back', () => {
    let holdUps = 1;
    const work = (): string => {
      // Takes no time of a processor.
      if (holdUps-- > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
      return 'done';
    };
    expect(withTimeLimit(300, work)).toBe('done');
    holdUps = Infinity;
    expect(() => withTimeLimit(50, work)).toThrow('stopped after 50 ms');
  });

  it('shares a budget with others, and does nothing once that is spent', () => {
    const budget = new TimeBudget(300);
    const endless = (): void => {
      for (;;);
    };
    budget.spend(100);
    const again = (): void => withinBudget(budget, () => withTimeLimit(1000, endless));
    // Of what is left; less where the machine holds it back, and it is begun again.
    expect(again).toThrow(/^stopped after \d{1,3} ms$/);
    expect(budget.left).toBeLessThan(100);
    budget.spend(100);
    expect(again).toThrow('the time of this turn is used up');
    expect(withTimeLimit(1000, () => 'free')).toBe('free');
  });

  it('can be used within itself', () => {
    expect(withTimeLimit(1000, () => `${withTimeLimit(1000, () => 'inner')} and outer`)).toBe(
      'inner and outer',
    );
  });
});
