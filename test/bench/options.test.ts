import { readOptions } from '../../bench/options';

describe('options of the measurement', () => {
  it('have defaults', () => {
    expect(readOptions([])).toEqual({
      parts: ['turns', 'webhooks', 'rest'],
      ...{ seconds: 10, calls: 20, json: false },
    });
  });

  it('are read', () => {
    expect(readOptions(['rest', '--seconds', '4', '--calls=2', 'turns', '--json'])).toEqual({
      parts: ['turns', 'rest'],
      seconds: 4,
      calls: 2,
      json: true,
    });
  });

  it('ask for help', () => {
    expect(readOptions(['--help'])).toBeUndefined();
  });

  it.each([
    [['--calls', '0'], '--calls 0: it must be a whole number from 1 to 9999.'],
    [['--seconds', 'x'], '--seconds x: it must be a whole number from 1 to 9999.'],
    [['turn'], 'turn: it must be turns, webhooks, rest.'],
    [['--second', '1'], "Unknown option '--second'"],
  ])('that are wrong are told: %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
