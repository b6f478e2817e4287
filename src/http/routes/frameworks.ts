import { z } from 'zod';
import { LedgerError } from '../../../events/errors.ts';
import { FrameworkDefinition } from '../../../events/framework.ts';
import { diffFrameworks } from '../../../projections/framework-diff.ts';
import { definitionOf } from '../../../projections/framework-versions.ts';
import { frameworkSummary } from '../framework-summary.ts';
import { whole } from '../parameters.ts';
import { type Route, route } from '../route.ts';
import { FrameworkParams, Stamp } from './shapes.ts';

const FrameworkSummary = z
  .strictObject({
    key: z.string(),
    title: z.string().nullable(),
    current: z.int().nullable().meta({ description: 'the newest version in force' }),
    versions: z.array(
      z.strictObject({
        version: z.int(),
        hash: z.string(),
        publishedAt: Stamp,
        retired: z
          .unknown()
          .meta({ description: 'when and by which event it was retired; null while in force' }),
      }),
    ),
    proposals: z.array(
      z.strictObject({ event: z.uuid(), by: z.uuid(), version: z.int(), hash: z.string(), at: Stamp }),
    ),
  })
  .meta({ id: 'FrameworkSummary' });
const FrameworkVersion = z
  .strictObject({
    ref: z.string().meta({ description: '`key@version#hash`, as decisions name it' }),
    hash: z.string(),
    publishedAt: Stamp,
    definition: FrameworkDefinition,
  })
  .meta({ id: 'FrameworkVersion' });

const FrameworkChange = z
  .strictObject({
    change: z.enum(['added', 'removed', 'changed']),
    part: z.enum(['criterion', 'field', 'term']),
    key: z.string(),
    aspect: z.string().nullable(),
    before: z.string().nullable(),
    after: z.string().nullable(),
    words: z.string(),
  })
  .meta({ id: 'FrameworkChange' });

export const frameworkRoutes: readonly Route[] = [
  route({
    id: 'listFrameworks',
    method: 'GET',
    path: '/api/frameworks',
    area: 'frameworks',
    summary: 'every framework and its versions',
    may: 'read-frameworks',
    answers: [
      { status: 200, says: 'The frameworks.', schema: z.strictObject({ items: z.array(FrameworkSummary) }) },
    ],
    answer: async ({ ledger }) => ({
      content: {
        json: { items: [...ledger.views.frameworks()].map(([key, state]) => frameworkSummary(key, state)) },
      },
    }),
  }),
  route({
    id: 'readFramework',
    method: 'GET',
    path: '/api/frameworks/{framework}',
    area: 'frameworks',
    summary: 'one framework; its ETag is what proposing, publishing and retiring rest on',
    may: 'read-frameworks',
    headers: ['if-none-match'],
    params: FrameworkParams,
    answers: [{ status: 200, says: 'The framework.', schema: FrameworkSummary, tagged: true }],
    refuses: ['not-found'],
    answer: async ({ ledger }, { params: { framework } }) => {
      const state = ledger.views.framework(framework);
      if (state === null) throw notFound('framework', framework);
      return {
        content: { json: frameworkSummary(framework, state) },
        tagged: { reading: state, revision: state.revision },
      };
    },
  }),
  route({
    id: 'readFrameworkVersion',
    method: 'GET',
    path: '/api/frameworks/{framework}/versions/{version}',
    area: 'frameworks',
    summary: 'one version: teams, criteria, rules',
    may: 'read-frameworks',
    params: FrameworkParams.extend({ version: whole(1, 999_999) }),
    answers: [{ status: 200, says: 'The version.', schema: FrameworkVersion }],
    refuses: ['not-found'],
    answer: async ({ ledger }, { params: { framework, version } }) => {
      const found = ledger.views.framework(framework)?.versions.find((each) => each.version === version);
      if (found === undefined) throw notFound('framework version', `${framework}@${version}`);
      const { ref, hash, publishedAt } = found;
      return { content: { json: { ref, hash, publishedAt, definition: definitionOf(found) } } };
    },
  }),
  route({
    id: 'diffFramework',
    method: 'GET',
    path: '/api/frameworks/{framework}/diff',
    area: 'frameworks',
    summary: 'what one version changes in another',
    may: 'read-frameworks',
    params: FrameworkParams,
    query: z.strictObject({ from: whole(1, 999_999), to: whole(1, 999_999) }),
    answers: [
      {
        status: 200,
        says: 'The changes, in the order in which a framework is read.',
        schema: z.strictObject({ items: z.array(FrameworkChange) }),
      },
    ],
    refuses: ['not-found'],
    answer: async ({ ledger }, { params: { framework }, query: { from, to } }) => {
      const version = (number: number): FrameworkDefinition => {
        const found = ledger.views.framework(framework)?.versions.find((each) => each.version === number);
        if (found === undefined) throw notFound('framework version', `${framework}@${number}`);
        return definitionOf(found);
      };
      return { content: { json: { items: diffFrameworks(version(from), version(to)) } } };
    },
  }),
];

const notFound = (what: string, id: string): LedgerError =>
  new LedgerError('not-found', `there is no ${what} ${id}`, { what, id });
