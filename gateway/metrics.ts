import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

const SECONDS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15];

/** What a gateway counts. Labels take few values: never a SID, a number or a path. */
export class Metrics {
  readonly registry = new Registry();

  readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to response.',
    labelNames: ['route', 'kind', 'outcome'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  readonly turns = new Histogram({
    name: 'studio_turn_duration_seconds',
    help: 'Time that the engine took for a webhook.',
    labelNames: ['kind'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  readonly waits = new Counter({
    name: 'studio_waits_total',
    help: 'Webhooks answered with a pause because their turn took too long.',
    registers: [this.registry],
  });

  readonly apologies = new Counter({
    name: 'studio_apologies_total',
    help: 'Webhooks answered with an apology, by what was wrong.',
    labelNames: ['fault'] as const,
    registers: [this.registry],
  });

  readonly signatureFailures = new Counter({
    name: 'studio_signature_failures_total',
    help: 'Webhooks refused because their signature was missing or did not fit.',
    labelNames: ['refusal'] as const,
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
