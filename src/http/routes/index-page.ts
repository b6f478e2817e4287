import type { RequestHandler } from 'express';

/** What there is, for a reader who has only the address. */
const pages: readonly (readonly [path: string, says: string])[] = [
  ['/health', 'alive'],
  ['/ready', 'able to work now, and if not, why'],
  ['/submissions', 'submissions, newest first; ?phase ?outcome ?framework ?source ?limit ?before'],
  ['/submissions/{id}', 'where one stands, as the public log shows it'],
  ['/submissions/{id}/timeline', 'every entry of its record'],
  ['/frameworks', 'what submissions are reviewed against'],
  ['/frameworks/{key}/versions/{n}', 'one version: teams, criteria, rules'],
  ['/events', 'the log as NDJSON, byte for byte; ?after=INDEX ?limit ?follow=true'],
];

const about =
  'govledger: the record of a formal review. This surface shows the public log and what follows from it: ids,\n' +
  'times, findings once opened. Names and texts are sealed and are not here. Reading only, in this release.';

export const indexPage: RequestHandler = (request, response) => {
  if (request.accepts(['text', 'json']) === 'json') {
    response.json({ name: 'govledger', paths: Object.fromEntries(pages) });
    return;
  }
  const width = Math.max(...pages.map(([path]) => path.length));
  const lines = pages.map(([path, says]) => `  ${path.padEnd(width)}  ${says}`);
  response.type('text/plain').send(`${about}\n\n${lines.join('\n')}\n`);
};
