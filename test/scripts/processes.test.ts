import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { run } from '../../scripts/bootstrap/command';
import { startChild } from '../../scripts/processes/child';
import { until } from '../setup/until';

const node = process.execPath;
const WAITS = 'setInterval(() => {}, 1000)';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a child process', () => {
  it('tells its lines, and how it has ended', async () => {
    const lines: string[] = [];
    const child = await startChild('child', {
      command: node,
      args: ['-e', 'console.log("one"); console.error("two"); process.exitCode = 3'],
      env: {},
      onLine: line => lines.push(line),
    });
    expect(await child.ended).toBe('exit code 3');
    expect(lines.sort()).toEqual(['one', 'two']);
    expect(child.lastLines().sort()).toEqual(['one', 'two']);
  });

  it('is stopped, also when it does not want to be', async () => {
    const polite = await startChild('polite', { command: node, args: ['-e', WAITS], env: {} });
    await polite.stop();
    expect(await polite.ended).toBe('SIGTERM');

    const args = ['-e', `process.on('SIGTERM', () => {}); console.log('ready'); ${WAITS}`];
    const stubborn = await startChild('stubborn', { command: node, args, env: {} });
    await until(() => Promise.resolve(stubborn.lastLines().includes('ready')));
    await stubborn.stop(100);
    expect(await stubborn.ended).toBe('SIGKILL');
  });

  it('cannot be started where there is no such command', async () => {
    await expect(startChild('none', { command: 'no-such-command', args: [], env: {} })).rejects.toThrow(
      'ENOENT',
    );
  });

  it('ends with its parent, even when that is killed', async () => {
    const script = `require('${join(__dirname, '../../scripts/processes/child')}')
      .startChild('child', { command: process.execPath, args: ['-e', ${JSON.stringify(WAITS)}], env: {} })
      .then(({ pid }) => console.log(pid))`;
    const parent = spawn(
      node,
      ['--require', join(__dirname, '../setup/register-typescript.js'), '-e', script],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line);
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => Promise.resolve(!isAlive(pid)));
  });
});

describe('a command', () => {
  it('gives what it has printed', async () => {
    expect(await run(node, ['-e', 'console.log("out")'])).toBe('out\n');
  });

  it('fails with what it has printed', async () => {
    const failing = run(node, ['-e', 'console.error("the reason"); process.exit(2)']);
    await expect(failing).rejects.toThrow(/exit code 2\nthe reason$/);
  });
});
