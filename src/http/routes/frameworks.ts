import type { RequestHandler } from 'express';
import { z } from 'zod';
import { LedgerError } from '../../../events/errors.ts';
import { currentVersionOf, type FrameworkState } from '../../../projections/framework-versions.ts';
import { queryOf } from '../query.ts';
import type { Surface } from '../surface.ts';

const NoQuery = z.strictObject({});

export const frameworksPage =
  ({ views }: Surface): RequestHandler =>
  (request, response) => {
    queryOf(request, NoQuery);
    const frameworks = [...views.frameworks()].map(([key, state]) => summaryOf(key, state));
    response.json({ frameworks });
  };

function summaryOf(key: string, state: FrameworkState) {
  const current = currentVersionOf(state);
  return {
    key,
    title: (current ?? state.versions.at(-1))?.terms.title ?? null,
    current: current?.version ?? null,
    versions: state.versions.map(({ version, hash, publishedAt, retired }) => ({
      version,
      hash,
      publishedAt,
      retired,
    })),
    proposals: state.proposals,
  };
}

export const frameworkVersionPage =
  ({ views }: Surface): RequestHandler =>
  (request, response) => {
    queryOf(request, NoQuery);
    const key = String(request.params['key']);
    const number = String(request.params['version']);
    const found = views.framework(key)?.versions.find(({ version }) => String(version) === number);
    if (found === undefined) {
      const id = `${key}@${number}`.slice(0, 80);
      throw new LedgerError('not-found', `there is no framework version ${id}`, {
        what: 'framework version',
        id,
      });
    }
    response.json(found);
  };
