import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { LedgerError } from '../../events/errors.ts';
import type { Visibility } from '../../events/fields.ts';
import { sameHash } from '../../projections/merkle/hash.ts';
import type { AccessLog } from '../access/access-log.ts';
import { FolderInTheMaking } from '../backup/folders.ts';
import { parseCheckpoint } from '../checkpoint/checkpoint.ts';
import { parseNote } from '../checkpoint/note.ts';
import type { Published } from '../log/published-log.ts';
import { decodeStored } from '../store/decode-stored.ts';
import type { EventStore } from '../store/event-store.ts';
import type { Vault } from '../vault/vault.ts';
import { DisclosureWriter, erasedSince, type LeftOut } from './disclosure-writer.ts';
import {
  accessPath,
  type ExportManifest,
  exportFormat,
  exportNames,
  manifestText,
} from './export-manifest.ts';
import { FolderWriter, type OpenFile } from './folder-writer.ts';
import { readmeText } from './readme.ts';
import { type Survey, surveyLog } from './survey.ts';
import { TileWriter } from './tile-writer.ts';

export interface ExportOptions {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly vault: Pick<Vault, 'open'>;
  /** The head that is exported; nothing behind it is. */
  readonly published: Published;
  readonly audience: Visibility;
  /** Who read sealed text: its sealed days go into an auditors' export. */
  readonly access: Pick<AccessLog, 'fileOf'>;
  /** The verifier that goes with it; null where there is none. */
  readonly verifierFile: string | null;
  /** The folder that it is to be; not there, or empty. */
  readonly out: string;
  readonly onProgress?: (progress: ExportProgress) => void;
}

export interface ExportProgress {
  readonly events: number;
  readonly of: number;
}

export interface Exported {
  readonly manifest: ExportManifest;
  /** SHA-256 of manifest.json, in hex: what names the export as a whole. */
  readonly manifestSha256: string;
  /** How many texts belong into it and are not there. */
  readonly leftOutCount: number;
  /** The first of them. */
  readonly leftOut: readonly LeftOut[];
  /** Days whose reads are sealed in the log and not kept any more; an auditors' export lacks them. */
  readonly daysMissing: readonly string[];
}

const eventsPerReport = 1_000;

/** An export that is whole, and has not got its name yet. */
export interface PreparedExport extends Exported {
  /** Gives it its name, durably. */
  keep(): void;
  abandon(): void;
}

/**
 * Writes the log up to a published head, and the texts that an audience may open, into a folder beside the one that it is
 * to be. The tree is built from the stored bytes and must have the root that was signed. One ledger, head and audience
 * give the same files, byte for byte, but for the checkpoint's signatures.
 * @throws LedgerError `already-exists`, `integrity-violation` for a store that is not what was signed,
 * `disclosure-missing` for a text that was erased behind the head, `store-full`, and what store and vault refuse
 */
export async function prepareExport(options: ExportOptions): Promise<PreparedExport> {
  const making = new FolderInTheMaking(options.out, 'an export');
  try {
    const exported = await write(options, making.path);
    return { ...exported, keep: () => making.finish(), abandon: () => making.abandon() };
  } catch (error) {
    making.abandon();
    throw isFull(error) ? noRoom(options.out, error) : error;
  }
}

/** The same, kept at once. */
export async function writeExport(options: ExportOptions): Promise<Exported> {
  const { keep, abandon: _, ...exported } = await prepareExport(options);
  keep();
  return exported;
}

async function write(options: ExportOptions, path: string): Promise<Exported> {
  const { store, vault, published, audience, verifierFile } = options;
  const { origin, size } = parseCheckpoint(parseNote(published.note).text);
  const survey = await surveyLog(store, size);
  const folder = new FolderWriter(path);
  const file = folder.open(exportNames.disclosures);
  const disclosures = new DisclosureWriter({ file, vault, audience, survey });
  await writeLog(options, size, folder, disclosures);
  await requireStanding(store, size, disclosures.leftOut);
  const daysMissing = await writeDays(options, survey, folder);
  await folder.add(exportNames.vkeys, Buffer.from(survey.vkeys.map((vkey) => `${vkey}\n`).join('')));
  if (verifierFile !== null) await folder.add(exportNames.verifier, await readFile(verifierFile));
  const manifest: ExportManifest = {
    format: exportFormat,
    version: 1,
    ledger: survey.ledger,
    origin,
    size,
    root: Buffer.from(published.root).toString('base64'),
    audience,
    counts: { events: size, ...disclosures.counts },
    files: folder.files(),
  };
  const text = manifestText(manifest);
  await folder.put(exportNames.checkpoint, published.note);
  await folder.put(exportNames.readme, readmeText(manifest));
  await folder.put(exportNames.manifest, text);
  const { leftOutCount, leftOut } = disclosures;
  return { manifest, manifestSha256: hash('sha256', text, 'hex'), leftOutCount, leftOut, daysMissing };
}

/** @throws LedgerError `integrity-violation` where the entries do not have the root that was signed */
async function writeLog(
  { store, published, onProgress }: ExportOptions,
  size: number,
  folder: FolderWriter,
  disclosures: DisclosureWriter,
): Promise<void> {
  const tiles = new TileWriter((path, bytes) => folder.add(path, bytes));
  let index = 0;
  for await (const stored of store.readAll({ limit: size })) {
    await tiles.append(Buffer.from(stored.body));
    await disclosures.take(decodeStored(stored), index);
    index += 1;
    if (index % eventsPerReport === 0) onProgress?.({ events: index, of: size });
  }
  await disclosures.finish();
  const root = await tiles.finish();
  if (!sameHash(root, published.root)) {
    throw new LedgerError(
      'integrity-violation',
      `the ${size} events of the store do not have the root that was signed: some were changed, moved or lost. Nothing was exported`,
      { where: `root of ${size} events` },
    );
  }
  onProgress?.({ events: index, of: size });
}

/** A text may be erased while its export is written. @throws LedgerError `disclosure-missing` */
async function requireStanding(
  store: ExportOptions['store'],
  size: number,
  leftOut: readonly LeftOut[],
): Promise<void> {
  if (!leftOut.some(({ state }) => state === 'erased')) return;
  const survey = await surveyLog(store, size);
  for (const { digest, index } of leftOut) {
    const by = survey.erasedSince.get(digest);
    if (by !== undefined) throw erasedSince(digest, index, by);
  }
}

/** Answers the days that are not kept any more. */
async function writeDays(
  { audience, access }: ExportOptions,
  { sealedDays }: Survey,
  folder: FolderWriter,
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const day of audience === 'auditors' ? sealedDays : []) {
    let file: OpenFile | null = null;
    for (const line of access.fileOf(day)) {
      file ??= folder.open(accessPath(day));
      await file.write(`${line}\n`);
    }
    if (file === null) missing.push(day);
    else await file.end();
  }
  return missing;
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

const noRoom = (out: string, cause: unknown): LedgerError =>
  new LedgerError(
    'store-full',
    `no room is left for ${out}; nothing was kept of it`,
    { path: out },
    { cause },
  );
