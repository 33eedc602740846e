import { createServer, type AddressInfo } from 'node:net';

const TRIES = 100;

/**
 * The first port from `preferred` on that nobody listens on.
 * @param taken ports that are spoken for, though nobody listens yet
 */
export async function freePort(
  preferred: number,
  host = '127.0.0.1',
  taken: readonly number[] = [],
): Promise<number> {
  for (let port = preferred; port < preferred + TRIES; port += 1) {
    if (!taken.includes(port) && (await canListen(port, host))) return port;
  }
  throw new Error(`No port from ${preferred} to ${preferred + TRIES - 1} is free on ${host}.`);
}

/** A port that the system says is free. */
export async function anyFreePort(host = '127.0.0.1'): Promise<number> {
  const port = await listen(0, host);
  if (port === undefined) throw new Error(`Nothing can listen on ${host}.`);
  return port;
}

async function canListen(port: number, host: string): Promise<boolean> {
  return (await listen(port, host)) !== undefined;
}

function listen(port: number, host: string): Promise<number | undefined> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen({ port, host }, () => {
      const { port: found } = server.address() as AddressInfo;
      server.close(() => {
        resolve(found);
      });
    });
  });
}
