import { PersonExport } from '../../exports/person-export.ts';
import { SubmissionExport } from '../../exports/submission-export.ts';
import { personExport } from '../../members/person-export.ts';
import { submissionExport } from '../../members/submission-export.ts';
import type { Viewer } from '../../members/viewer.ts';
import { viewerIn } from '../asked-of.ts';
import { type Answer, type Route, route } from '../route.ts';
import type { Surface } from '../surface.ts';
import { PersonParams, SubmissionParams } from './shapes.ts';

const saved = (name: string): Readonly<Record<string, string>> => ({
  'Content-Disposition': `attachment; filename="${name}.json"`,
});

async function ofPerson(
  { members: { reader }, identity, access }: Surface,
  viewer: Viewer,
  person: string,
): Promise<Answer> {
  const pieces = await personExport({ reader, identity, access }, viewer, person);
  return { headers: saved(`person-${person}`), content: { pieces, type: 'application/json' } };
}

export const exportRoutes: readonly Route[] = [
  route({
    id: 'exportSubmission',
    method: 'GET',
    path: '/api/submissions/{submission}/export',
    area: 'submissions',
    summary: 'the stream of a submission with what you may open of it, to be kept and checked elsewhere',
    may: 'export-submission',
    params: SubmissionParams,
    answers: [
      { status: 200, says: 'The export: docs/exports.md says what it shows.', schema: SubmissionExport },
    ],
    refuses: ['not-found', 'not-permitted', 'too-large'],
    answer: async ({ members: { reader }, ledger: { log } }, asked) => {
      const { submission } = asked.params;
      const json = await submissionExport({ reader, log }, viewerIn(asked), submission);
      return { headers: saved(`submission-${submission}`), content: { json } };
    },
  }),
  route({
    id: 'exportMe',
    method: 'GET',
    path: '/api/me/export',
    area: 'me',
    summary: 'all that is held about you, and your own acts with what you wrote',
    may: 'export-person',
    answers: [{ status: 200, says: 'The export.', schema: PersonExport }],
    answer: (surface, asked) => ofPerson(surface, viewerIn(asked), viewerIn(asked).person),
  }),
  route({
    id: 'exportPerson',
    method: 'GET',
    path: '/api/people/{person}/export',
    area: 'people',
    summary: 'all that is held about a person, to be handed to them',
    may: 'export-person',
    params: PersonParams,
    answers: [{ status: 200, says: 'The export.', schema: PersonExport }],
    refuses: ['not-permitted', 'not-found'],
    answer: (surface, asked) => ofPerson(surface, viewerIn(asked), asked.params.person),
  }),
];
