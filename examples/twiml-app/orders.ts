import type { FastifyInstance } from 'fastify';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';

/** What Twilio sends with every request, as far as these pages need it. */
interface Call {
  AccountSid: string;
  Digits?: string;
}

interface Page {
  Querystring: { flow: string };
  Body: Call;
}

const BOOKS: Record<string, string> = { '1': 'The Lighthouse', '2': 'Knots and Splices' };

/**
 * Two pages that a flow's TwiML Redirect leads to, as `/orders?flow={{flow.flow_sid}}`: the first asks, the second
 * hands the call back to the flow, with what was chosen.
 */
export function orders(app: FastifyInstance): void {
  app.post<Page>('/orders', (request, reply) => {
    const response = new VoiceResponse();
    const gather = response.gather({ numDigits: 1, action: `/orders/chosen?flow=${request.query.flow}` });
    gather.say('For The Lighthouse, press 1. For Knots and Splices, press 2.');
    response.say('You have not pressed anything.');
    response.redirect(request.url);
    return reply.type('text/xml').send(response.toString());
  });

  app.post<Page>('/orders/chosen', (request, reply) => {
    const { AccountSid, Digits = '' } = request.body;
    const response = new VoiceResponse();
    const choice = BOOKS[Digits];
    if (choice === undefined) {
      response.say('There is no such book.');
      response.redirect(`/orders?flow=${request.query.flow}`);
    } else {
      const result = new URLSearchParams({ FlowEvent: 'return', choice });
      response.redirect(
        `https://webhooks.twilio.com/v1/Accounts/${AccountSid}/Flows/${request.query.flow}?${result.toString()}`,
      );
    }
    return reply.type('text/xml').send(response.toString());
  });
}
