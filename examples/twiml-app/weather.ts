import type { FastifyInstance } from 'fastify';

const WEATHER: Record<string, { city: string; sky: string; degrees: number }> = {
  '1': { city: 'Lisbon', sky: 'sunny', degrees: 24 },
  '2': { city: 'Bergen', sky: 'raining', degrees: 9 },
};

/** What a flow's Make HTTP Request asks: `/weather?city=1`. */
export function weather(app: FastifyInstance): void {
  app.get<{ Querystring: { city: string } }>('/weather', (request, reply) => {
    const found = WEATHER[request.query.city];
    return found ?? reply.code(404).send({ message: 'There is no such city' });
  });
}
