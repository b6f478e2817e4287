import { z } from 'zod';
import { type Route, route } from '../route.ts';

/** Where somebody goes on who has only the address. What there is beyond is for who is signed in. */
const pages: readonly (readonly [path: string, says: string])[] = [
  ['/health', 'alive'],
  ['/ready', 'able to work now, and if not, why'],
  ['/openapi.json', 'every address, for programs'],
  ['/reference', 'the same, for people'],
  ['/problems', 'every refusal, with what to do about it'],
  ['/api/…', 'for who shows a token: Authorization: Bearer …'],
];

const about =
  'govledger: the record of a formal review. Here those who take part act and read what is for them; a token is made\n' +
  'from an enrolment code (POST /api/tokens). The public log has an address of its own.';

const Index = z.strictObject({ name: z.string(), paths: z.record(z.string(), z.string()) });

export const indexRoute: Route = route({
  id: 'readIndex',
  method: 'GET',
  path: '/',
  area: 'service',
  summary: 'where to go on',
  may: 'read-service',
  headers: ['accept'],
  answers: [
    {
      status: 200,
      says: 'The first addresses, as text, or as JSON for whoever accepts that alone.',
      schema: Index,
      types: ['text/plain'],
    },
  ],
  answer: async (_surface, { header }) => ({
    headers: { Vary: 'Accept' },
    content: wantsJson(header('accept'))
      ? { json: { name: 'govledger', paths: Object.fromEntries(pages) } }
      : { text: asText(), type: 'text/plain' },
  }),
});

const wantsJson = (accept = ''): boolean => accept.includes('application/json') && !accept.includes('text/');

function asText(): string {
  const width = Math.max(...pages.map(([path]) => path.length));
  const lines = pages.map(([path, says]) => `  ${path.padEnd(width)}  ${says}`);
  return `${about}\n\n${lines.join('\n')}\n`;
}
