import type { HttpCode } from '../http/problem.ts';
import type { Words } from './words.ts';

/** What only HTTP refuses. */
export const ofHttp: Readonly<Record<HttpCode, Words>> = {
  'invalid-request': {
    means: 'A part of the request cannot be read, or is not what it has to be.',
    remedy: 'Change it as the rule says.',
    facts: { field: 'the part', rule: 'what would be accepted' },
  },
  'unknown-parameter': {
    means: 'The address has no such query parameter.',
    remedy: 'Leave it out, or spell it as one of the accepted.',
    facts: { parameter: 'the name that was given', accepted: 'those there are' },
  },
  'no-such-page': {
    means: 'There is nothing at this address.',
    remedy: '`/` lists what there is.',
    facts: {},
  },
  'method-not-allowed': {
    means: 'The address does not answer to this method.',
    remedy: 'Use one of the accepted.',
    facts: { accepted: 'the methods' },
  },
  'misdirected-host': {
    means: 'The server does not answer by that host name.',
    remedy: 'Use one of its names; the operator may add one with `--allow-host`.',
    facts: { header: 'where the name stood', accepted: 'its names' },
  },
  'uri-too-long': {
    means: 'The address is too long.',
    remedy: 'Shorten it.',
    facts: { limit: 'the most characters' },
  },
  'too-many-followers': {
    means: 'As many as can be served follow the log already.',
    remedy: 'Try again later, or read page by page.',
    facts: { retryAfterS: 'seconds until it is worth trying' },
  },
  'too-many-requests': {
    means: 'More was asked from here, or by this person, than a server answers in that time.',
    remedy: 'Wait as long as `Retry-After` says.',
    facts: { retryAfterS: 'seconds until more is answered' },
  },
  'unsupported-media-type': {
    means: 'The body is of a kind, or sent in a way, that is not read here.',
    remedy: 'Send JSON in UTF-8 as `application/json`, without a `Content-Encoding`.',
    facts: { accepted: 'the media types' },
  },
  'idempotency-key-missing': {
    means: 'A command came without the id by which it acts once.',
    remedy:
      'Send an `Idempotency-Key`: a UUID of version 4 or 7, new for each command, the same when it is sent again.',
    facts: { header: 'Idempotency-Key' },
  },
  'precondition-required': {
    means: 'The command rests on what its sender has seen, and does not say what that was.',
    remedy: 'Read what it is about, and send its `ETag` back as `If-Match`.',
    facts: { header: 'If-Match', read: 'the address whose `ETag` is meant' },
  },
  stale: {
    means: 'What the command rests on has changed since its sender saw it. Nothing was recorded.',
    remedy:
      'Look at what changed, read it again, and send the command with the new `ETag` if it still holds.',
    facts: { changed: 'the entries since, as far as you may see them', current: 'the present `ETag`' },
  },
  'cross-site': {
    means: 'A request by a session did not show that it comes from a page of this server.',
    remedy: 'Send the session’s own token as `X-CSRF-Token`.',
    facts: { header: 'X-CSRF-Token' },
  },
};
