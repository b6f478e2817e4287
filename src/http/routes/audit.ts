import { z } from 'zod';
import { LedgerError } from '../../../events/errors.ts';
import { submissionStream } from '../../../events/stream.ts';
import { Day, parseMoment } from '../../../events/time.ts';
import { populationKinds } from '../../../projections/population/kinds.ts';
import type { AccessRow } from '../../access/access-log.ts';
import type { Members } from '../../members/members.ts';
import type { Viewer } from '../../members/viewer.ts';
import { requireMayAsk } from '../../permissions/requests.ts';
import { readLog } from '../../population/log-reading.ts';
import type { Opening } from '../../population/opening.ts';
import { populationOf } from '../../population/population.ts';
import { populationCsv, populationJson } from '../../population/writing.ts';
import type { Views } from '../../projector/views.ts';
import { viewerIn } from '../asked-of.ts';
import { type Route, route } from '../route.ts';
import { DirectoryPerson } from './reading-shapes.ts';
import { PersonParams, Stamp } from './shapes.ts';

const AccessEntry = z
  .strictObject({
    at: Stamp,
    person: z.uuid(),
    submission: z.string(),
    fields: z.array(z.string()),
    purpose: z.string(),
  })
  .meta({ id: 'AccessEntry', description: 'one answer that opened sealed text' });
const AccessEntries = z.strictObject({ items: z.array(AccessEntry) });

/** A day has as many rows as people asked; more than these are read from the log's own file. */
const mostRows = 10_000;

function bounded(rows: Iterable<AccessRow>): AccessRow[] {
  const items: AccessRow[] = [];
  for (const row of rows) {
    if (items.length >= mostRows) break;
    items.push(row);
  }
  return items;
}

/** Rows without what only auditors may open: names, labels and keys of the source stand as null. */
const withheld: Opening = {
  open: async (digests) => new Map([...digests].map((digest) => [digest, { state: 'missing' }])),
};

/** The streams of the cases that a viewer is fenced off from, which no listing of theirs holds, and whether they have a part in any. */
async function partsOf(
  { entrance }: Members,
  views: Views,
  viewer: Viewer,
): Promise<{ readonly fenced: ReadonlySet<string>; readonly takesPart: boolean }> {
  const fenced = new Set<string>();
  let takesPart = false;
  for (const submission of views.submissionIds()) {
    const { as } = await entrance.partOf(viewer, submission);
    if (as.includes('fenced')) fenced.add(submissionStream(submission));
    if (as.length > 0) takesPart = true;
  }
  return { fenced, takesPart };
}

export const auditRoutes: readonly Route[] = [
  route({
    id: 'readPopulation',
    method: 'GET',
    path: '/api/population/{kind}',
    area: 'audit',
    summary:
      'a whole population by replay of the log, a row each, with what was asked and how many there are',
    may: 'read-population',
    params: z.object({ kind: z.enum(populationKinds) }),
    query: z.strictObject({
      asOf: z.string().max(40).exactOptional(),
      form: z.enum(['json', 'csv']).exactOptional(),
    }),
    answers: [
      {
        status: 200,
        says: 'The rows: docs/population.md says what each column is.',
        schema: null,
        types: ['application/json', 'text/csv'],
      },
    ],
    refuses: ['invalid-time'],
    answer: async ({ ledger, members, access }, asked) => {
      const { asOf, form } = asked.query;
      const viewer = viewerIn(asked);
      const { fenced, takesPart } = await partsOf(members, ledger.views, viewer);
      // Names are for auditors, and not for one who has a part in any of the cases.
      const opens = viewer.roles.includes('auditor') && !takesPart;
      const at = asOf === undefined ? null : parseMoment(asOf, 'asOf');
      const reading = await readLog(ledger.store, at);
      const records = new Map([...reading.records].filter(([stream]) => !fenced.has(stream)));
      if (opens)
        access.record({ person: viewer.person, submission: '', fields: ['name'], purpose: 'population' });
      const population = populationOf({ ...reading, records }, opens ? ledger.vault : withheld, {
        kind: asked.params.kind,
        asOf: at,
      });
      return {
        content:
          form === 'csv'
            ? { pieces: populationCsv(population), type: 'text/csv' }
            : { pieces: populationJson(population), type: 'application/json' },
      };
    },
  }),
  route({
    id: 'readAccessOfDay',
    method: 'GET',
    path: '/api/access/{day}',
    area: 'audit',
    summary: 'who read which sealed text on a day (UTC)',
    may: 'read-access-log',
    params: z.object({ day: Day }),
    answers: [{ status: 200, says: 'By time.', schema: AccessEntries }],
    refuses: ['not-permitted'],
    answer: async ({ access }, asked) => {
      requireMayAsk('read-access-log', viewerIn(asked));
      return { content: { json: { items: bounded(access.rows(asked.params.day)) } } };
    },
  }),
  route({
    id: 'readMyAccess',
    method: 'GET',
    path: '/api/me/access',
    area: 'me',
    summary: 'which sealed text you have read',
    may: 'read-access-log',
    answers: [{ status: 200, says: 'By time.', schema: AccessEntries }],
    answer: async ({ access }, asked) => ({
      content: { json: { items: bounded(access.readsBy(viewerIn(asked).person)) } },
    }),
  }),
  route({
    id: 'readPerson',
    method: 'GET',
    path: '/api/people/{person}',
    area: 'people',
    summary: 'one person’s entry in the directory',
    may: 'read-person',
    params: PersonParams,
    answers: [{ status: 200, says: 'The entry.', schema: DirectoryPerson }],
    refuses: ['not-found', 'not-permitted'],
    answer: async ({ members }, asked) => {
      const { person } = asked.params;
      requireMayAsk('read-person', viewerIn(asked), { person });
      const found = await members.person(viewerIn(asked), person);
      if (found === null)
        throw new LedgerError('not-found', `there is no person ${person}`, { what: 'person', id: person });
      return { content: { json: found } };
    },
  }),
];
