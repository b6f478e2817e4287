import { z } from 'zod';
import type { Ledger } from '../../folder/open-ledger.ts';
import { viewerIn } from '../../http/asked-of.ts';
import { type Route, route } from '../../http/route.ts';
import { SubmissionParams } from '../../http/routes/shapes.ts';
import { submissionTagged } from '../../http/routes/submission-tagged.ts';
import { noSubmission } from '../../members/entrance.ts';
import { Names } from '../people.ts';
import { readSubmission } from '../submissions.ts';

const Paged = z.strictObject({ after: z.string().exactOptional(), limit: z.string().exactOptional() });

/** Readings that the table of routes does not have yet. */
export const folderReadings = (ledger: Ledger): readonly Route[] => [
  route({
    id: 'listPeople',
    method: 'GET',
    path: '/api/people',
    area: 'people',
    summary: 'who is in the directory',
    may: 'list-people',
    query: Paged,
    answers: [],
    answer: async (_surface, { query: { after, limit = '100' } }) => {
      const names = new Names(ledger);
      const page = ledger.views.people({ limit: Number(limit), ...(after === undefined ? {} : { after }) });
      const items = await Promise.all(
        page.items.map(async (each) => ({ ...each, name: await names.of(each.person) })),
      );
      return { content: { json: { items, next: page.next } } };
    },
  }),
  route({
    id: 'readEvents',
    method: 'GET',
    path: '/api/events',
    area: 'record',
    summary: 'events',
    may: 'read-events',
    query: z.strictObject({ limit: z.string().exactOptional() }),
    answers: [],
    answer: async () => ({ content: { events: all(ledger), form: 'ndjson', staying: false } }),
  }),
  route({
    id: 'listSubmissions',
    method: 'GET',
    path: '/api/submissions',
    area: 'submissions',
    summary: 'submissions',
    may: 'list-submissions',
    query: Paged,
    answers: [],
    answer: async ({ entrance, now }, asked) => {
      const { after, limit = '100' } = asked.query;
      const page = ledger.views.submissions({}, new Date(now()).toISOString(), {
        limit: Number(limit),
        ...(after === undefined ? {} : { before: Number(after) }),
      });
      const items: object[] = [];
      for (const item of page.items) {
        const seen = await entrance.enter(viewerIn(asked), item.submission).catch(() => null);
        if (seen !== null) items.push(item);
      }
      return { content: { json: { items, next: page.next } } };
    },
  }),
  route({
    id: 'readSubmission',
    method: 'GET',
    path: '/api/submissions/{submission}',
    area: 'submissions',
    summary: 'a submission',
    may: 'read-submission',
    params: SubmissionParams,
    answers: [],
    answer: async (surface, asked) => {
      const { submission } = asked.params;
      const tagged = await submissionTagged(surface, viewerIn(asked), submission);
      const state = ledger.views.state(submission);
      if (state === null) throw noSubmission(submission);
      const { people } = await readSubmission(ledger, submission);
      return { content: { json: { submission, state, people: Object.fromEntries(people) } }, tagged };
    },
  }),
];

async function* all({ store }: Ledger) {
  let index = 0;
  for await (const { body } of store.readAll()) {
    yield { index, body };
    index += 1;
  }
}
