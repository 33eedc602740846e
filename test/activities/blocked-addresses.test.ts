import { isBlockedHost, lookupAllowed } from '../../activities/world/blocked-addresses';

/** What a connection is told of a name; addresses resolve to themselves. */
function resolved(name: string, all: boolean): Promise<unknown> {
  return new Promise((resolve, reject) => {
    lookupAllowed(name, { all }, (error, address) => (error ? reject(error) : resolve(address)));
  });
}

describe('names that resolve to cloud metadata', () => {
  it.each(['169.254.169.254', '169.254.0.23', 'fe80::1', '::ffff:169.254.169.254', 'fd00:ec2::254'])(
    'are not connected to: %s',
    async address => {
      await expect(resolved(address, true)).rejects.toMatchObject({ code: 'blocked' });
      await expect(resolved(address, false)).rejects.toMatchObject({ code: 'blocked' });
    },
  );

  it('are told from names that do not exist', async () => {
    await expect(resolved('nowhere.invalid', true)).rejects.toMatchObject({ syscall: 'getaddrinfo' });
  });
});

describe('neighbours', () => {
  it.each(['127.0.0.1', '10.0.0.1', '172.16.0.1', '192.168.1.1', 'fd00::1', '::1'])(
    'of a self-hosted engine are reached: %s',
    async address => {
      expect(isBlockedHost(address)).toBe(false);
      await expect(resolved(address, false)).resolves.toBe(address);
    },
  );

  it('are reached by name', async () => {
    expect(isBlockedHost('metadata')).toBe(false);
    await expect(resolved('localhost', true)).resolves.toContainEqual({ address: '127.0.0.1', family: 4 });
  });
});
