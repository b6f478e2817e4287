import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { LedgerError } from '../../events/errors.ts';
import { isSecret } from '../identity/secrets.ts';
import { UsageError } from './usage-error.ts';

const mostBytes = 1_024;

/**
 * The API token to act by: from `--token-file`, or else from GOVLEDGER_TOKEN, or else from the file that
 * GOVLEDGER_TOKEN_FILE names. Null where none is given.
 * @throws LedgerError `key-exposed` for a file that others may read; UsageError for what is no token
 */
export function tokenOf(
  env: Readonly<Record<string, string | undefined>>,
  { tokenFile }: { readonly tokenFile?: string | undefined },
): string | null {
  if (tokenFile !== undefined) return inFile('--token-file', tokenFile);
  const given = env['GOVLEDGER_TOKEN']?.trim() ?? '';
  if (given !== '') return sound('GOVLEDGER_TOKEN', given);
  const named = env['GOVLEDGER_TOKEN_FILE'] ?? '';
  return named === '' ? null : inFile('GOVLEDGER_TOKEN_FILE', named);
}

/** Where the token of a call comes from, for people; null where the operator acts. Reads nothing. */
export function tokenNamed(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  if (args.some((arg) => arg === '--token-file' || arg.startsWith('--token-file='))) return '--token-file';
  const named = ['GOVLEDGER_TOKEN', 'GOVLEDGER_TOKEN_FILE'].find((name) => (env[name]?.trim() ?? '') !== '');
  return named ?? null;
}

function inFile(field: string, path: string): string {
  const file = opened(field, path);
  try {
    const { mode } = fstatSync(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw exposed(path, mode);
    const buffer = Buffer.alloc(mostBytes);
    return sound(field, buffer.toString('utf8', 0, readSync(file, buffer)).trim());
  } finally {
    closeSync(file);
  }
}

function opened(field: string, path: string): number {
  try {
    return openSync(path, constants.O_RDONLY);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new UsageError(field, `${path} cannot be read (${why})`);
  }
}

/** Nobody need be asked to tell a token that was cut off or mistyped. It is not repeated: it may be all but right. */
function sound(field: string, text: string): string {
  if (isSecret('token', text)) return text;
  throw new UsageError(
    field,
    'is no token of govledger: it has 53 characters, gvl_ first; this one is cut off or mistyped',
  );
}

function exposed(path: string, mode: number): LedgerError<'key-exposed'> {
  const octal = (mode & 0o777).toString(8).padStart(4, '0');
  return new LedgerError(
    'key-exposed',
    `token file ${path} has mode ${octal}: others on this machine may read it; revoke the token if they may have, and run "chmod 600" on the file`,
    { path, mode: octal },
  );
}
