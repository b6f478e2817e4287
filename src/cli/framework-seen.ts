import { z } from 'zod';
import { isLedgerError } from '../../events/errors.ts';
import { Criterion, FrameworkTerms } from '../../events/framework.ts';
import type { FrameworkVersion } from '../../projections/framework-versions.ts';
import { ask, type Checked, pathOf, type Reach } from './reach/reach.ts';

/** A framework, as far as an act on it rests on it. */
const Framework = z.looseObject({
  proposals: z.array(z.looseObject({ event: z.string(), version: z.number() })),
});

const Version: z.ZodType<FrameworkVersion> = z.looseObject({
  key: z.string(),
  version: z.number(),
  hash: z.string(),
  ref: z.string(),
  event: z.string(),
  publishedAt: z.string(),
  retired: z.string().nullable(),
  terms: FrameworkTerms,
  criteria: z.array(Criterion),
});

/** Null where there is none yet: a first version is being proposed. */
export async function frameworkSeen(
  reach: Reach,
  framework: string,
): Promise<Checked<z.infer<typeof Framework>> | null> {
  try {
    return await ask(reach, Framework, {
      method: 'GET',
      path: pathOf('/api/frameworks/{framework}', { framework }),
    });
  } catch (error) {
    if (isLedgerError(error) && error.code === 'not-found') return null;
    throw error;
  }
}

/** The version that a `key@version#hash` names. */
export async function frameworkVersionOf(reach: Reach, ref: string): Promise<FrameworkVersion> {
  const [framework = '', version = ''] = ref.split('#')[0]?.split('@') ?? [];
  const path = pathOf('/api/frameworks/{framework}/versions/{version}', { framework, version });
  return (await ask(reach, Version, { method: 'GET', path })).says;
}
