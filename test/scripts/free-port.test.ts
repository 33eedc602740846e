import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { anyFreePort, freePort } from '../../scripts/processes/free-port';

/** A port that somebody listens on, with nobody on the next. */
async function busyPort(host: string): Promise<{ port: number; close: () => void }> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

describe('a free port', () => {
  it('is the preferred one where nobody listens', async () => {
    const port = await anyFreePort();
    expect(await freePort(port)).toBe(port);
  });

  it.each(['127.0.0.1', '0.0.0.0'])('is a later one where somebody listens on %s', async host => {
    const busy = await busyPort(host);
    expect(await freePort(busy.port)).toBeGreaterThan(busy.port);
    busy.close();
  });

  it('is none that is spoken for', async () => {
    const port = await anyFreePort();
    expect(await freePort(port, undefined, [port])).toBeGreaterThan(port);
  });

  it('is not looked for without end', async () => {
    await expect(freePort(8080, '192.0.2.1')).rejects.toThrow(
      'No port from 8080 to 8179 is free on 192.0.2.1.',
    );
  });
});
