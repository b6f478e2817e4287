import { resolve } from 'node:path';
import { LedgerError } from '../../events/errors.ts';
import type { EventStore } from './event-store.ts';
import { MemoryStore } from './memory.ts';

export interface OpenStoreOptions {
  /** The folder that a relative path starts from; the working directory by default. */
  readonly base?: string;
  readonly readOnly?: boolean;
}

const accepted = 'sqlite:PATH and memory:';

/**
 * Opens the store that a URL names: `sqlite:PATH` or `memory:`.
 * @throws LedgerError as the store's own opening, `store-unavailable` for an engine that this release has not,
 * `invalid-store-call` for any other text
 */
export async function openStore(
  url: string,
  { base = '.', readOnly = false }: OpenStoreOptions = {},
): Promise<EventStore> {
  const [, scheme = '', rest = ''] = /^([a-z+]+):(.*)$/su.exec(url) ?? [];
  if (scheme === 'memory' && rest === '') return new MemoryStore();
  if (scheme === 'sqlite' && isPath(rest)) {
    const { openSqliteStore } = await import('./sqlite.ts');
    return openSqliteStore(resolve(base, rest), { readOnly });
  }
  // The rest of the URL may hold a password, so no message repeats it.
  if (/^(?:kurrentdb|kurrent|kdb|esdb)(?:\+discover)?$/.test(scheme))
    throw new LedgerError(
      'store-unavailable',
      `KurrentDB comes with a later release; this one opens ${accepted}`,
      { reason: 'not-in-this-release' },
    );
  throw new LedgerError('invalid-store-call', `the store must be given as ${accepted}`, {
    field: 'url',
    rule: accepted,
  });
}

/**
 * The file that a `sqlite:PATH` URL names. @throws LedgerError `store-unavailable` for any other store: each engine has
 * its own ways to be copied
 */
export function sqlitePath(url: string, base: string): string {
  const [, rest = ''] = /^sqlite:(.*)$/su.exec(url) ?? [];
  if (isPath(rest)) return resolve(base, rest);
  throw new LedgerError('store-unavailable', 'only a store given as sqlite:PATH is a file', {
    reason: 'no-file',
  });
}

/** `sqlite://folder/file` would silently mean `/folder/file`; `:memory:` is a store of its own. */
const isPath = (path: string): boolean =>
  path !== '' && !path.startsWith(':') && !path.includes('\0') && !/^\/\/[^/]/.test(path);
