import { dataFolder, requireInitialised } from '../folder/data-folder.ts';
import type { Identity } from '../identity/identity.ts';
import type { Context } from './context.ts';

/** Opens the identity file of the data folder, beside whoever has it open too, and lets go of it whatever happens. */
export async function withIdentity<T>(
  { data }: Pick<Context, 'data'>,
  work: (identity: Identity) => Promise<T>,
): Promise<T> {
  const folder = dataFolder(data);
  requireInitialised(folder);
  const { openIdentity } = await import('../identity/sqlite.ts');
  const identity = openIdentity({ path: folder.identity });
  try {
    return await work(identity);
  } finally {
    await identity.close();
  }
}
