import { z } from 'zod';
import { isLedgerError, LedgerError } from '../../events/errors.ts';
import { FrameworkDefinition } from '../../events/framework.ts';
import { wholeOf } from './given.ts';
import { ask, type Checked, pathOf, type Reach } from './reach/reach.ts';

/** A framework with its versions, as far as anything here rests on it. */
const Framework = z.looseObject({
  key: z.string(),
  title: z.string().nullable(),
  current: z.number().nullable(),
  versions: z.array(
    z.looseObject({ version: z.number(), publishedAt: z.string(), retired: z.string().nullable() }),
  ),
  proposals: z.array(z.looseObject({ event: z.string(), version: z.number(), at: z.string() })),
});
type Framework = z.infer<typeof Framework>;
const Frameworks = z.looseObject({ items: z.array(Framework) });

const Version = z.looseObject({
  ref: z.string(),
  hash: z.string(),
  publishedAt: z.string(),
  definition: FrameworkDefinition,
});
/** One version, whole, and since when no panel may be convened under it any more. */
export type FrameworkShown = z.infer<typeof Version> & { readonly retired: string | null };

export async function frameworksSeen(reach: Reach): Promise<readonly Framework[]> {
  return (await ask(reach, Frameworks, { method: 'GET', path: '/api/frameworks' })).says.items;
}

/** Null where there is none yet: a first version is being proposed. */
export async function frameworkSeen(reach: Reach, framework: string): Promise<Checked<Framework> | null> {
  try {
    const path = pathOf('/api/frameworks/{framework}', { framework });
    return await ask(reach, Framework, { method: 'GET', path });
  } catch (error) {
    if (isLedgerError(error) && error.code === 'not-found') return null;
    throw error;
  }
}

/**
 * A version by its number, or the newest one in force (else the newest) where no number is given.
 * @throws LedgerError `not-found` naming the versions that there are, UsageError
 */
export async function versionNamed(
  reach: Reach,
  key: string,
  number?: string,
  field = 'version',
): Promise<FrameworkShown> {
  const found = (await frameworksSeen(reach)).find((each) => each.key === key);
  if (found === undefined || found.versions.length === 0) throw await noFramework(reach, key);
  const { versions, current } = found;
  const wanted =
    number === undefined ? (current ?? versions.at(-1)?.version) : wholeOf(field, number, 1, 999_999);
  const version = versions.find((each) => each.version === wanted);
  if (version === undefined) {
    const known = versions.map((each) => each.version).join(', ');
    const id = `${key}@${wanted ?? ''}`;
    throw new LedgerError('not-found', `${key} has no version ${wanted ?? ''}; it has: ${known}`, {
      what: 'framework version',
      id,
    });
  }
  return { ...(await versionOf(reach, key, String(version.version))), retired: version.retired };
}

/** The version that a `key@version#hash` names. */
export async function frameworkVersionOf(reach: Reach, ref: string): Promise<z.infer<typeof Version>> {
  const [framework = '', version = ''] = ref.split('#')[0]?.split('@') ?? [];
  return versionOf(reach, framework, version);
}

async function versionOf(reach: Reach, framework: string, version: string): Promise<z.infer<typeof Version>> {
  const path = pathOf('/api/frameworks/{framework}/versions/{version}', { framework, version });
  return (await ask(reach, Version, { method: 'GET', path })).says;
}

async function noFramework(reach: Reach, key: string): Promise<LedgerError> {
  const known = (await frameworksSeen(reach)).map((each) => each.key).join(', ') || 'none';
  const id = key.slice(0, 80);
  return new LedgerError('not-found', `there is no framework ${id}; there are: ${known}`, {
    what: 'framework',
    id,
  });
}
