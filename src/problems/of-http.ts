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
    facts: {},
  },
};
