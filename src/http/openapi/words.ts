import type { Route } from '../route.ts';
import type { ApiDocument } from './api-document.ts';

export const introduction: Pick<ApiDocument['info'], 'summary' | 'description'> = {
  summary: 'The record of a formal review, and the acts by which it is held.',
  description: [
    'Everything that a person may do and see here, as the server itself checks it: this document is made from the table of its routes.',
    '**Signing in.** Somebody who may issues an enrolment code; `POST /api/tokens` redeems it for a token, which goes into `Authorization: Bearer …`. A browser signs in for a session instead, and sends its CSRF token on everything that is no `GET`.',
    '**Acting.** A command carries an `Idempotency-Key` of the caller’s own making, a UUID of version 4 or 7: sent again, it acts once and answers the same. Acts that rest on what was read before carry its `ETag` in `If-Match`.',
    '**Reading on.** A list gives `items` and `next`, and names its next page in a `Link` header. Events come as NDJSON or as server-sent events, and go on behind an index.',
    '**Being refused.** Every refusal is a problem (RFC 9457) whose `type` is the address of a page that says what it means. Whoever may not see something is told that it is not there.',
  ].join('\n\n'),
};

export const areas: readonly { readonly name: Route['area']; readonly description: string }[] = [
  { name: 'service', description: 'The server itself: health, this description, what refusals mean.' },
  { name: 'credentials', description: 'Codes, tokens and sessions: who is asking.' },
  { name: 'me', description: 'What concerns whoever asks: what waits for them, what they did.' },
  { name: 'people', description: 'The directory: people, roles, teams.' },
  { name: 'frameworks', description: 'What submissions are reviewed against.' },
  { name: 'submissions', description: 'One review, from receipt to aftercare.' },
  { name: 'record', description: 'The log itself, and what follows from it.' },
  { name: 'audit', description: 'Replay, listings of the whole, and who read what.' },
];

export const securitySchemes = {
  token: {
    type: 'http',
    scheme: 'bearer',
    description: 'A person’s API token, or the operator’s while the server runs.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'govledger',
    description: 'The session of a browser that signed in.',
  },
  csrf: {
    type: 'apiKey',
    in: 'header',
    name: 'X-CSRF-Token',
    description: 'What the session’s forms carry; needed on everything that changes something.',
  },
} as const;
