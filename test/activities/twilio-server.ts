import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createTwilioClients, type TwilioClients } from '../../activities/world/twilio-client';
import { Accounts, type Account } from '../../config/accounts';

export const SID = `AC${'a'.repeat(32)}`;
export const account: Account = { sid: SID, tokens: ['first-token', 'second-token'] };

/** Clients of Twilio's API at another place. */
export function clientsAt(baseUrl: string, timeout = 2000, accounts = [account]): TwilioClients {
  return createTwilioClients({ accounts: new Accounts(accounts), baseUrl, timeout });
}

/** A server of bare TCP connections on a free port of 127.0.0.1. */
export async function startTcp(talk: (socket: Socket) => void): Promise<{ port: number; close(): void }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    talk(socket);
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
