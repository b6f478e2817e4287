import type { RequestHandler } from 'express';
import { z } from 'zod';
import { LedgerError } from '../../../events/errors.ts';
import { frameworkSummary } from '../framework-summary.ts';
import { queryOf } from '../query.ts';
import type { PublicSurface } from './public-surface.ts';

const NoQuery = z.strictObject({});

export const publicFrameworks =
  ({ log }: PublicSurface): RequestHandler =>
  (request, response) => {
    queryOf(request, NoQuery);
    const keys = [...log.frameworks.keys()].sort();
    const frameworks = keys.flatMap((key) => {
      const state = log.frameworks.get(key);
      return state === undefined ? [] : [frameworkSummary(key, state)];
    });
    response.json({ frameworks });
  };

export const publicFrameworkVersion =
  ({ log }: PublicSurface): RequestHandler =>
  (request, response) => {
    queryOf(request, NoQuery);
    const key = String(request.params['key']);
    const number = String(request.params['version']);
    const found = log.frameworks.get(key)?.versions.find(({ version }) => String(version) === number);
    if (found === undefined) {
      const id = `${key}@${number}`.slice(0, 80);
      throw new LedgerError('not-found', `there is no framework version ${id}`, {
        what: 'framework version',
        id,
      });
    }
    response.json(found);
  };
