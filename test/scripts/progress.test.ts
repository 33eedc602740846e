import { setTimeout as sleep } from 'node:timers/promises';
import { progress } from '../../scripts/bootstrap/progress';

function output(isTTY: boolean): { isTTY: boolean; text: string; write(text: string): void } {
  return {
    isTTY,
    text: '',
    write(text) {
      this.text += text;
    },
  };
}

describe('progress', () => {
  it('says nothing of what takes no time', async () => {
    const out = output(true);
    expect(await progress('Installing', Promise.resolve('done'), out)).toBe('done');
    expect(out.text).toBe('');
  });

  it('counts on a terminal, in one line', async () => {
    const out = output(true);
    await progress('Installing', sleep(3300), out);
    expect(out.text).toBe('\rInstalling … 2 s\rInstalling … 3 s\rInstalling … 3 s\n');
  });

  it('writes a line at the beginning and the end elsewhere', async () => {
    const out = output(false);
    await expect(progress('Installing', sleep(3300).then(fail), out)).rejects.toThrow('no');
    expect(out.text).toBe('Installing … 2 s\nInstalling … 3 s\n');
  });
});

function fail(): never {
  throw new Error('no');
}
