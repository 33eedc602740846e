import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A proxy that leads everything that is sent to Twilio's hosts elsewhere, for clients that shall stay as they are. */
export interface TwilioHost {
  /** What a client needs to know in its environment. */
  env: Record<string, string>;
  close(): Promise<void>;
}

export async function startTwilioHost(target: string): Promise<TwilioHost> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-engine-host-'));
  const { key, certificate } = makeCertificate(folder);
  const lead = (incoming: IncomingMessage, outgoing: ServerResponse): void =>
    forward(target, incoming, outgoing);
  const twilio = createSecureServer({ key: readFileSync(key), cert: readFileSync(certificate) }, lead);
  // Links to further pages lead to the target itself.
  const proxy = createServer((incoming, outgoing) => {
    if (incoming.url?.startsWith(`${target}/`)) lead(incoming, outgoing);
    else outgoing.writeHead(502).end();
  });
  proxy.on('connect', ({ url = '' }, socket) => {
    if (!/\.twilio\.com:443$/.test(url)) {
      socket.end('HTTP/1.1 502 Not Twilio\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    twilio.emit('connection', socket);
  });
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return {
    env: {
      // Node's clients know the first, Python's the second.
      HTTP_PROXY: url,
      HTTPS_PROXY: url,
      NODE_EXTRA_CA_CERTS: certificate,
      REQUESTS_CA_BUNDLE: certificate,
    },
    close: async () => {
      twilio.closeAllConnections();
      proxy.closeAllConnections();
      await new Promise(resolve => proxy.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

function forward(target: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, url = '/', headers } = incoming;
  const { host } = new URL(target);
  const onward = request(new URL(url, target), { method, headers: { ...headers, host } }, answer => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}

function makeCertificate(folder: string): { key: string; certificate: string } {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=twilio.com', '-addext', 'subjectAltName=DNS:*.twilio.com'];
  const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...algorithm, ...subject, ...files], {
    stdio: 'ignore',
  });
  return { key, certificate };
}
