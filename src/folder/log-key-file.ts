import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { LedgerError } from '../../events/errors.ts';
import { makeLogKey } from '../checkpoint/log-key.ts';
import { parseVerifierKey } from '../checkpoint/note-key.ts';

/**
 * The log's signing key and, beside it, the verifier key that goes into `LedgerOpened`. Made once (the signer with mode
 * 0600), never overwritten. @throws LedgerError `key-malformed`
 */
export function verifierKeyOf(path: string, origin: string): string {
  const verifierPath = `${path}.pub`;
  if (!existsSync(path)) {
    writeLogKey(origin, () => path);
  }
  const verifier = existsSync(verifierPath) ? readFileSync(verifierPath, 'utf8').trim() : '';
  if (verifier.startsWith(`${origin}+`)) return verifier;
  throw new LedgerError('key-malformed', `${verifierPath} is no verifier key of ${origin}`, {
    path: verifierPath,
    rule: `one line that begins with ${origin}+`,
  });
}

/** Makes a key of this origin in a new file, the verifier key beside it. `pathOf` names the file by the key's id. */
export function writeLogKey(
  origin: string,
  pathOf: (keyId: string) => string,
): { readonly verifier: string; readonly path: string } {
  const { signer, verifier } = makeLogKey(origin);
  const path = pathOf(parseVerifierKey(verifier).keyId);
  writeFileSync(`${path}.pub`, `${verifier}\n`);
  writeFileSync(path, `${signer}\n`, { mode: 0o600, flag: 'wx' });
  return { verifier, path };
}

/** The origin that the log's key is of; null before there is one. */
export function keptOrigin(path: string): string | null {
  const verifierPath = `${path}.pub`;
  if (!existsSync(path) || !existsSync(verifierPath)) return null;
  return readFileSync(verifierPath, 'utf8').split('+')[0] ?? null;
}
