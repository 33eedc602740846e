import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A connection to a server that can be cut and mended. */
export class Line {
  private server: Server | undefined;
  private port = 0;
  private readonly sockets = new Set<Socket>();

  /** @param target host:port */
  constructor(private readonly target: string) {}

  /** The same after it has been mended. */
  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  async mend(): Promise<void> {
    const [host = '', port = ''] = this.target.split(':');
    this.server = createServer(near => {
      const far = connect(Number(port), host);
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => [near, far].forEach(end => end.destroy()));
      }
      near.pipe(far).pipe(near);
    }).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  cut(): void {
    this.server?.close();
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }
}
