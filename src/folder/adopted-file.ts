import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { LedgerError } from '../../events/errors.ts';
import { type Audience, secrecy, Visibility } from '../../events/fields.ts';
import { Count, Sha256 } from '../../events/ids.ts';
import { Origin } from '../../events/ledger.ts';
import { writeAlone } from '../backup/folders.ts';
import type { DataFolder } from './data-folder.ts';
import { filesThatSign } from './signing-files.ts';

/** Which export a ledger was taken over from. */
export const AdoptedFile = z.strictObject({
  origin: Origin,
  size: Count,
  root: z.string(),
  /** Whose texts it opened. */
  audience: Visibility,
  /** SHA-256 of the export's manifest.json. */
  manifest: Sha256,
});
export type AdoptedFile = z.infer<typeof AdoptedFile>;

export const writeAdopted = (folder: Pick<DataFolder, 'adopted'>, adopted: AdoptedFile): void =>
  writeAlone(folder.adopted, `${JSON.stringify(adopted, null, 2)}\n`);

/** Null for a ledger that began here. */
export function adoptedFrom({ adopted: path }: Pick<DataFolder, 'adopted'>): AdoptedFile | null {
  if (!existsSync(path)) return null;
  return AdoptedFile.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** Whether a text of the entry at this index cannot be in the vault, because the export did not open it. */
export type IsWithheld = (index: number, audience: Audience) => boolean;

/** Nothing is, in a ledger that began here. */
export function withheldBy(adopted: AdoptedFile | null): IsWithheld {
  if (adopted === null) return () => false;
  return (index, audience) => index < adopted.size && secrecy(audience) > secrecy(adopted.audience);
}

/**
 * Answers what refuses an append to a ledger that was taken over and whose log nobody here can sign: its name belongs to
 * who holds its key. The check throws LedgerError `log-key-missing`, and passes for every ledger that began here.
 */
export function ownershipOf(
  folder: Pick<DataFolder, 'adopted' | 'keys'>,
): (vkeys: readonly string[]) => void {
  const adopted = adoptedFrom(folder);
  if (adopted === null) return () => undefined;
  let signs: ReadonlyMap<string, string> | null = null;
  return (vkeys) => {
    if (signs === null || !vkeys.some((vkey) => signs?.has(vkey))) signs = filesThatSign(folder.keys);
    if (vkeys.some((vkey) => signs?.has(vkey))) return;
    throw new LedgerError(
      'log-key-missing',
      `this ledger was taken over from an export of ${adopted.origin}, without the key of that log, so it can be read and nothing can be added: put the key into ${folder.keys}, or go on under a new name with "govledger recover"`,
      { key: vkeys[0] ?? '' },
    );
  };
}
