import fp from 'fastify-plugin';

/** What is to be told of a request in the log and the metrics. */
export interface Note {
  kind?: string;
  outcome?: string;
  flowSid?: string;
  callSid?: string;
  executionSid?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    note: Note;
  }
}

/** One line for each request; what operators' probes ask is told only to those who want to know all. */
export const accessLog = fp((app, _options, done) => {
  app.decorateRequest('note');
  app.addHook('onRequest', (request, _reply, next) => {
    request.note = {};
    next();
  });
  app.addHook('onResponse', (request, reply, next) => {
    const level = request.note.kind || reply.statusCode >= 400 ? 'info' : 'debug';
    request.log[level](
      { req: request, res: reply, ms: Math.round(reply.elapsedTime), ...request.note },
      request.note.kind ? 'webhook' : 'request',
    );
    next();
  });
  done();
});
