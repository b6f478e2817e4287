import type { RequestHandler } from 'express';
import type { Gate } from '../gate.ts';

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

export const indexPage =
  (gate: Gate): RequestHandler =>
  async (request, response) => {
    await gate.anybody(request, response);
    if (request.accepts(['text', 'json']) === 'json') {
      response.json({ name: 'govledger', paths: Object.fromEntries(pages) });
      return;
    }
    const width = Math.max(...pages.map(([path]) => path.length));
    const lines = pages.map(([path, says]) => `  ${path.padEnd(width)}  ${says}`);
    response.type('text/plain').send(`${about}\n\n${lines.join('\n')}\n`);
  };
