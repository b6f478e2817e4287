import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LedgerError } from '../../events/errors.ts';
import { type AdoptedLog, type AdoptProgress, adoptLog } from '../adoption/adopt-log.ts';
import { FolderInTheMaking, writeAlone } from '../backup/folders.ts';
import { parseCheckpoint } from '../checkpoint/checkpoint.ts';
import { noteText, parseNote } from '../checkpoint/note.ts';
import { type NoteSigner, parseSignerKey } from '../checkpoint/note-key.ts';
import { exportNames } from '../ledger-export/export-manifest.ts';
import { CheckpointStream } from '../log/checkpoint-stream.ts';
import { HeadFolder } from '../log/head-folder.ts';
import type { RedecisionReport } from '../redecide/report.ts';
import { openStore } from '../store/open.ts';
import { createKeyFile, loadKey } from '../vault/keys.ts';
import { openVault } from '../vault/sqlite.ts';
import type { ExportSource } from '../verify/export-source.ts';
import type { VerifyReport } from '../verify/report.ts';
import { writeAdopted } from './adopted-file.ts';
import { type DataFolder, dataFolder, makeDataFolder } from './data-folder.ts';
import { exportFolder } from './export-folder.ts';
import { openLedger, usualStore } from './open-ledger.ts';
import { redecideFolder } from './redecide-folder.ts';
import { type VerifyCall, verifyFolder } from './verify-folder.ts';

export interface AdoptOptions extends Pick<VerifyCall, 'folder' | 'vkeys' | 'policy' | 'since'> {
  /** The data folder that it is to be; not there, or empty. */
  readonly data: string;
  /** A signer key of the log: with it the log goes on under its name, without it the ledger can be read alone. */
  readonly logKey?: string;
  readonly onProgress?: (step: AdoptStep, done: number, of: number | null) => void;
}

export type AdoptStep = 'verifying' | 'deciding again' | AdoptProgress['step'] | 'making views';

export type Adoption =
  | { readonly outcome: 'not-verified'; readonly report: VerifyReport }
  | { readonly outcome: 'not-redecided'; readonly report: RedecisionReport }
  | ({ readonly outcome: 'adopted'; readonly signs: boolean; readonly manifest: string } & AdoptedLog &
      Pick<VerifyReport, 'origin' | 'ledger' | 'size' | 'root' | 'audience' | 'digests'>);

/**
 * Makes a data folder of an export, or nothing: after all of it was verified and decided again. Leaves, their order, the
 * root and the checkpoint with its cosignatures stay as they are; keys of the vault and of imports are new.
 * @throws LedgerError `already-exists`, `verifier-key-needed`, `key-malformed` for a log key that is none of this log, and
 * as `verifyFolder`, `redecideFolder`, `adoptLog`
 */
export async function adoptFolder(options: AdoptOptions): Promise<Adoption> {
  const { folder, data, onProgress } = options;
  const making = new FolderInTheMaking(data, 'an adopted ledger');
  try {
    const verified = await verifyFolder({
      ...options,
      onProgress: (done, of) => onProgress?.('verifying', done, of),
    });
    if (verified.verdict !== 'proved') {
      making.abandon();
      return { outcome: 'not-verified', report: verified };
    }
    const redecided = await redecideFolder(folder, (done, of) => onProgress?.('deciding again', done, of));
    if (redecided.findingsCount > 0) {
      making.abandon();
      return { outcome: 'not-redecided', report: redecided };
    }
    const adopted = await take(options, verified, dataFolder(making.path));
    onProgress?.('making views', 0, null);
    await openOnce(making.path);
    making.finish();
    const { origin, ledger, size, root, audience, digests } = verified;
    return { outcome: 'adopted', ...adopted, origin, ledger, size, root, audience, digests };
  } catch (error) {
    making.abandon();
    throw error;
  }
}

async function take(
  { folder, logKey, onProgress }: AdoptOptions,
  { root, audience }: VerifyReport,
  target: DataFolder,
): Promise<AdoptedLog & { readonly signs: boolean; readonly manifest: string }> {
  const source = exportFolder(folder);
  const note = noteText(await fileOf(source, exportNames.checkpoint));
  const { origin, size } = parseCheckpoint(parseNote(note).text);
  makeDataFolder(target);
  createKeyFile(target.importKey, 'import');
  createKeyFile(target.vaultKey, 'vault');
  if (logKey !== undefined) takeKey(logKey, await keysIn(source), target);
  const vaultKey = loadKey(target.vaultKey, 'vault');
  const store = await openStore(usualStore, { base: target.path });
  try {
    const vault = openVault({ vaultPath: target.vault, keysPath: target.vaultKeys, key: vaultKey });
    try {
      const head = { size, root: Buffer.from(root ?? '', 'base64') };
      const adopted = await adoptLog({
        source,
        head,
        store,
        vault,
        onProgress: ({ step, events, of }) => onProgress?.(step, events, of),
      });
      await new CheckpointStream(store).append('CheckpointSigned', note);
      const heads = new HeadFolder(target.head);
      heads.writeCheckpoint(note);
      heads.markClosed(size);
      const manifest = hash('sha256', await fileOf(source, exportNames.manifest), 'hex');
      writeAdopted(target, { origin, size, root: root ?? '', audience: audience ?? 'public', manifest });
      return { ...adopted, signs: logKey !== undefined, manifest };
    } finally {
      await vault.close();
    }
  } finally {
    await store.close();
  }
}

/** Makes its tree and its views, and sees that it opens. @throws LedgerError as the start of every ledger */
async function openOnce(data: string): Promise<void> {
  const ledger = await openLedger({ data });
  try {
    ledger.signing?.requireSound();
    await ledger.projector.waitFor();
  } finally {
    await ledger.close();
  }
}

/** @throws LedgerError `key-malformed` for what is no key that signs this log */
function takeKey(path: string, vkeys: readonly string[], { logKey }: DataFolder): void {
  const text = readFileSync(path, 'utf8').trim();
  const { vkey } = signerIn(path, text);
  if (!vkeys.includes(vkey)) throw noKey(path, `one that signs this log; its keys are ${vkeys.join(', ')}`);
  writeAlone(logKey, `${text}\n`);
  writeAlone(`${logKey}.pub`, `${vkey}\n`);
}

function signerIn(path: string, text: string): NoteSigner {
  try {
    return parseSignerKey(text);
  } catch (cause) {
    throw noKey(path, 'a signer key of a log, as "govledger init" makes it in keys/log.key', cause);
  }
}

async function keysIn(source: ExportSource): Promise<readonly string[]> {
  const text = Buffer.from(await fileOf(source, exportNames.vkeys)).toString();
  return text.split('\n').filter((line) => line !== '');
}

async function fileOf(source: ExportSource, path: string): Promise<Uint8Array> {
  const bytes = await source.read(path);
  if (bytes !== null) return bytes;
  throw new LedgerError('integrity-violation', `${path} is gone from the export since it was verified`, {
    where: path,
  });
}

const noKey = (path: string, rule: string, cause?: unknown): LedgerError =>
  new LedgerError('key-malformed', `${path} is not ${rule}`, { path, rule }, { cause });
