import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';

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
      // What could not be read as HTTP comes with the bytes of the request.
      err: stdSerializers.wrapErrorSerializer(error => ({ ...error, rawPacket: undefined })),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  };
  return stream ? pino(options, stream) : pino(options);
}
