import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server was asked. */
export interface Asked {
  method: string;
  /** Absolute, as the client meant it. */
  url: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface WebServer {
  url: string;
  asked: Asked[];
  close(): Promise<void>;
}

type Handler = (asked: Asked, response: ServerResponse) => void;

/** A real web server on a free port of 127.0.0.1. */
export async function startServer(handler: Handler): Promise<WebServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const body = Buffer.concat(chunks).toString();
      const one = { method, url: url + path, path, headers, body };
      asked.push(one);
      handler(one, response);
    });
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    asked,
    close: () =>
      new Promise(closed => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Answers with a body of a content type. */
export function answer(response: ServerResponse, body: string, contentType = 'text/xml', status = 200): void {
  response.writeHead(status, { 'content-type': contentType }).end(body);
}

/** A port of 127.0.0.1 that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = await startServer(() => undefined);
  await server.close();
  return Number(new URL(server.url).port);
}
