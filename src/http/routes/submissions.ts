import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { LedgerError } from '../../../events/errors.ts';
import { submissionStream } from '../../../events/stream.ts';
import { instantFromMillis } from '../../../events/time.ts';
import { flagsOf } from '../../../projections/standing.ts';
import { timeline } from '../../replay/timeline.ts';
import { nextLink } from '../next-link.ts';
import { SubmissionFilters, Uuid, whole } from '../parameters.ts';
import { queryOf } from '../query.ts';
import type { Surface } from '../surface.ts';

const usual = 100;
const most = 1_000;
const NoQuery = z.strictObject({});
const ListQuery = z.strictObject({
  ...SubmissionFilters,
  before: whole(0, Number.MAX_SAFE_INTEGER).exactOptional(),
  limit: whole(1, most).exactOptional(),
});

export const submissionsPage =
  ({ views, now }: Surface): RequestHandler =>
  (request, response) => {
    const { before, limit = usual, ...filter } = queryOf(request, ListQuery);
    const at = instantFromMillis(now());
    const { items, next } = views.submissions(filter, at, {
      limit,
      ...(before === undefined ? {} : { before }),
    });
    if (next !== null)
      response.set('Link', nextLink(request, { before: String(next), limit: String(limit) }));
    response.json({ at, count: views.countSubmissions(filter), submissions: items });
  };

export const submissionPage =
  ({ views, now }: Surface): RequestHandler =>
  (request, response) => {
    queryOf(request, NoQuery);
    const id = submissionOf(request);
    const at = instantFromMillis(now());
    const line = views.line(id, at);
    const state = views.state(id);
    if (line === null || state === null) throw notFound(id);
    response.json({ at, ...line, flags: flagsOf(state, at), state });
  };

export const timelinePage =
  ({ views, store }: Surface): RequestHandler =>
  async (request, response) => {
    queryOf(request, NoQuery);
    const id = submissionOf(request);
    const entries = await timeline(store, views, submissionStream(id));
    if (entries.length === 0) throw notFound(id);
    response.json({ submission: id, entries });
  };

/** A malformed id gets the answer of one that there is not. */
function submissionOf(request: Request): string {
  const id = String(request.params['id']).toLowerCase();
  if (!Uuid.test(id)) throw notFound(id.slice(0, 60));
  return id;
}

const notFound = (id: string): LedgerError =>
  new LedgerError('not-found', `there is no submission ${id}`, { what: 'submission', id });
