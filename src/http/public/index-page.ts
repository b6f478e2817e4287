import type { RequestHandler } from 'express';

/** What there is, for a reader who has only the address. */
const pages: readonly (readonly [path: string, says: string])[] = [
  ['/health', 'alive'],
  ['/events', 'the log as NDJSON, byte for byte; ?after=INDEX ?limit ?follow=true, or server-sent events'],
  ['/log/checkpoint', 'the newest signed head of the log (C2SP tlog-checkpoint)'],
  ['/log/tile/{L}/{N}', 'tiles of the tree, and entries under /log/tile/entries/{N} (C2SP tlog-tiles)'],
  ['/log/proofs/inclusion', 'that an entry is in the log; ?index=N, with a receipt (C2SP tlog-proof)'],
  ['/log/proofs/consistency', 'that the log only grew; ?from=SIZE ?to=SIZE'],
  ['/frameworks', 'what submissions are reviewed against'],
  ['/frameworks/{key}/versions/{n}', 'one version: teams, criteria, rules'],
];

const about =
  'govledger: the record of a formal review. This surface is the public log: every act in its order, under pseudonyms,\n' +
  'with findings once a review is decided. Names and texts are sealed and are not here.';

export const publicIndex: RequestHandler = (request, response) => {
  if (request.accepts(['text', 'json']) === 'json') {
    response.json({ name: 'govledger', paths: Object.fromEntries(pages) });
    return;
  }
  const width = Math.max(...pages.map(([path]) => path.length));
  const lines = pages.map(([path, says]) => `  ${path.padEnd(width)}  ${says}`);
  response.type('text/plain').send(`${about}\n\n${lines.join('\n')}\n`);
};
