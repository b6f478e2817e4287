import { z } from 'zod';
import { type Route, route } from '../route.ts';
import { indexRoute } from './index-page.ts';

const Alive = z.strictObject({ status: z.literal('ok') });
const Ready = z.strictObject({
  ready: z.boolean(),
  checks: z.array(z.strictObject({ what: z.string(), ok: z.boolean(), says: z.string() })),
});

export const serviceRoutes: readonly Route[] = [
  indexRoute,
  route({
    id: 'readHealth',
    method: 'GET',
    path: '/health',
    area: 'service',
    summary: 'whether the server is alive',
    may: 'read-service',
    answers: [{ status: 200, says: 'It is.', schema: Alive }],
    answer: async () => ({ content: { json: { status: 'ok' } } }),
  }),
  route({
    id: 'readReadiness',
    method: 'GET',
    path: '/ready',
    area: 'service',
    summary: 'whether the server can do its work now, and if not, why',
    may: 'read-service',
    answers: [
      { status: 200, says: 'It can.', schema: Ready },
      { status: 503, says: 'It cannot, and this is why.', schema: Ready },
    ],
    answer: async ({ health }) => {
      const readiness = await health.ready();
      return { status: readiness.ready ? 200 : 503, content: { json: readiness } };
    },
  }),
  route({
    id: 'readMetrics',
    method: 'GET',
    path: '/metrics',
    area: 'service',
    summary: 'the metrics of the server, in the text format of Prometheus',
    may: 'read-metrics',
    answers: [{ status: 200, says: 'The metrics.', schema: null, types: ['text/plain'] }],
    answer: async ({ metrics }) => ({ content: await metrics.text() }),
  }),
];
