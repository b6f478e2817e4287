import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LedgerError } from '../../events/errors.ts';
import { Count, EventId, Sha256, Uuid } from '../../events/ids.ts';
import { Origin, VerifierKey } from '../../events/ledger.ts';
import { Day, Instant } from '../../events/time.ts';

export const manifestName = 'manifest.json';
/** What a backup that is not finished ends in. */
export const unfinished = '.unfinished';

/** Where each file stands in a backup, by its name in the data folder. */
export const places = {
  ledger: 'ledger.db',
  vault: 'vault.db',
  /** Apart, because a copy of it may live for 30 days only (DESIGN §5.8). */
  vaultKeys: 'vault-keys/vault-keys.db',
  identity: 'identity.db',
  access: 'access.db',
} as const;

export const BackupFile = z.strictObject({
  // A manifest may come from anywhere: no path in it leads out of its folder.
  path: z.union([z.enum(Object.values(places)), z.string().regex(/^head\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)]),
  bytes: Count,
  sha256: Sha256,
});
export type BackupFile = z.infer<typeof BackupFile>;

/** The last event: its leaf index, its place in the store, its id and time. */
export const Head = z.strictObject({
  index: Count,
  position: z.string().max(40),
  event: EventId,
  recordedAt: Instant,
});
export type Head = z.infer<typeof Head>;

const KeyId = z.string().regex(/^[0-9a-f]{16}$/);

/** What a backup says of itself. Written last: a folder without it is no backup. */
export const Manifest = z.strictObject({
  format: z.literal('govledger backup'),
  version: z.literal(1),
  ledger: Uuid,
  origin: Origin,
  begunAt: Instant,
  finishedAt: Instant,
  head: Head,
  /** Names of the keys that it takes to open it, which tell nothing about them. */
  keys: z.strictObject({ vault: KeyId, import: KeyId.nullable(), log: VerifierKey }),
  deleteVaultKeysBy: Day,
  files: z.array(BackupFile).min(4).max(1_000),
});
export type Manifest = z.infer<typeof Manifest>;

/** @throws LedgerError `not-found` for what is no finished backup, `integrity-violation` for a manifest that is none */
export function readManifest(folder: string): Manifest {
  const path = join(folder, manifestName);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const why = folder.replace(/[/\\]+$/, '').endsWith(unfinished)
      ? `${folder} was left by a backup that was interrupted: delete it and take another`
      : `${folder} is no backup of govledger: there is no ${manifestName} in it`;
    throw new LedgerError('not-found', why, { what: 'backup', id: folder }, { cause });
  }
  const parsed = Manifest.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = `${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`;
  throw new LedgerError('integrity-violation', `${where}: it is not what a backup writes`, { where: path });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
