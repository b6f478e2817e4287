import { z } from 'zod';
import { Members } from '../../members/members.ts';
import { parseCut } from '../../replay/cut.ts';
import { viewerIn } from '../asked-of.ts';
import { SubmissionFilters, whole } from '../parameters.ts';
import { type Route, route } from '../route.ts';
import { Explained, ShownCase, ShownLine, ShownPerson, TimelineEntry } from './reading-shapes.ts';
import { Limit, Stamp, SubmissionParams, usualItems } from './shapes.ts';

export const submissionRoutes: readonly Route[] = [
  route({
    id: 'listSubmissions',
    method: 'GET',
    path: '/api/submissions',
    area: 'submissions',
    summary: 'the submissions that you see, the newest first',
    may: 'list-submissions',
    query: z.strictObject({
      ...SubmissionFilters,
      after: whole(0, Number.MAX_SAFE_INTEGER)
        .exactOptional()
        .meta({ description: 'the `next` of the page before' }),
      limit: Limit,
    }),
    answers: [
      {
        status: 200,
        says: 'A page of them, and how many there are.',
        schema: z.strictObject({
          at: Stamp,
          count: z.int(),
          items: z.array(ShownLine),
          next: z.int().nullable(),
        }),
        paged: true,
      },
    ],
    answer: async ({ members }, asked) => {
      const { after, limit = usualItems, ...filter } = asked.query;
      const page = await members.submissions(viewerIn(asked), filter, {
        limit,
        ...(after === undefined ? {} : { before: after }),
      });
      return { content: { json: page }, next: page.next === null ? null : { after: String(page.next) } };
    },
  }),
  route({
    id: 'readSubmission',
    method: 'GET',
    path: '/api/submissions/{submission}',
    area: 'submissions',
    summary: 'one submission as you may see it; its ETag is what some commands rest on',
    may: 'read-submission',
    headers: ['if-none-match'],
    params: SubmissionParams,
    answers: [{ status: 200, says: 'The submission.', schema: ShownCase, tagged: true }],
    refuses: ['not-found'],
    answer: async ({ members }, asked) => {
      const shown = await members.submission(viewerIn(asked), asked.params.submission);
      return { content: { json: shown }, tagged: Members.tagged(shown) };
    },
  }),
  route({
    id: 'readTimeline',
    method: 'GET',
    path: '/api/submissions/{submission}/timeline',
    area: 'submissions',
    summary: 'every entry of its record in order, now or as it was, or was known, at another time',
    may: 'read-timeline',
    params: SubmissionParams,
    query: z.strictObject({
      asOf: z
        .string()
        .max(40)
        .exactOptional()
        .meta({ description: 'an instant, day or month: leave out what may have happened after it' }),
      knownAt: z
        .string()
        .max(40)
        .exactOptional()
        .meta({ description: 'an instant, day or month, or a ledger index: only what was on record then' }),
    }),
    answers: [
      {
        status: 200,
        says: 'The entries.',
        schema: z.strictObject({
          submission: z.uuid(),
          audience: z.string(),
          entries: z.array(TimelineEntry),
          people: z.array(ShownPerson),
        }),
      },
    ],
    refuses: ['not-found', 'invalid-time'],
    answer: async ({ members }, asked) => {
      const { asOf, knownAt } = asked.query;
      const { submission } = asked.params;
      // Whoever does not see it must not learn from a refusal of the time that it is there.
      await members.entrance.enter(viewerIn(asked), submission);
      const cut = parseCut({
        ...(asOf === undefined ? {} : { asOf }),
        ...(knownAt === undefined ? {} : { knownAt }),
      });
      return { content: { json: await members.timeline(viewerIn(asked), submission, cut) } };
    },
  }),
  route({
    id: 'explainSubmission',
    method: 'GET',
    path: '/api/submissions/{submission}/explain',
    area: 'submissions',
    summary: 'what it still needs, or why it came out as it did',
    may: 'explain-submission',
    params: SubmissionParams,
    answers: [{ status: 200, says: 'In words, as far as you may know.', schema: Explained }],
    refuses: ['not-found'],
    answer: async ({ members }, asked) => ({
      content: { json: await members.explain(viewerIn(asked), asked.params.submission) },
    }),
  }),
];
