import fp from 'fastify-plugin';

/** While closing, every response ends its connection: one that is kept alive would be waited for in vain. */
export const drain = fp((app, _options, done) => {
  let closing = false;
  app.addHook('preClose', next => {
    closing = true;
    next();
  });
  app.addHook('onSend', (_request, reply, _payload, next) => {
    if (closing) void reply.header('connection', 'close');
    next();
  });
  done();
});
