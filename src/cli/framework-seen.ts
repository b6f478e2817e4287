import { z } from 'zod';
import { isLedgerError } from '../../events/errors.ts';
import { FrameworkDefinition } from '../../events/framework.ts';
import { ask, type Checked, pathOf, type Reach } from './reach/reach.ts';

/** A framework, as far as an act on it rests on it. */
const Framework = z.looseObject({
  proposals: z.array(z.looseObject({ event: z.string(), version: z.number() })),
});

const Version = z.looseObject({
  ref: z.string(),
  hash: z.string(),
  publishedAt: z.string(),
  definition: FrameworkDefinition,
});
export type FrameworkShown = z.infer<typeof Version>;

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
export async function frameworkVersionOf(reach: Reach, ref: string): Promise<FrameworkShown> {
  const [framework = '', version = ''] = ref.split('#')[0]?.split('@') ?? [];
  const path = pathOf('/api/frameworks/{framework}/versions/{version}', { framework, version });
  return (await ask(reach, Version, { method: 'GET', path })).says;
}
