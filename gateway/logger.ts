import { pino, type DestinationStream, type Logger } from 'pino';

interface LoggedRequest {
  method: string;
  url: string;
}

/** A logger that knows no query strings, headers and bodies: they hold digits, tokens and signatures. */
export function createLogger(level: string, stream?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    serializers: {
      req: ({ method, url }: LoggedRequest) => ({ method, path: url.split(/[?&#]/, 1)[0] }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  };
  return stream ? pino(options, stream) : pino(options);
}
