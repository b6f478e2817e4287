import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { leafHash } from '../../projections/merkle/hash.ts';
import { formatCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { signNote } from '../../src/checkpoint/note.ts';
import { type NoteSigner, parseVerifierKey } from '../../src/checkpoint/note-key.ts';
import {
  decodeEntries,
  encodeEntries,
  parseTilePath,
  tilePath,
  tileWidth,
} from '../../src/checkpoint/tile.ts';
import { ExportManifest, manifestText } from '../../src/ledger-export/export-manifest.ts';
import { writeExport } from '../../src/ledger-export/write-export.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { memoryVault } from '../../src/vault/memory.ts';
import { TileBuilder } from '../../src/verify/tile-builder.ts';
import type { VerifyOptions } from '../../src/verify/verify-export.ts';
import { disclosuresOf, emptyFolder, filesOf } from '../ledger-export/made.ts';
import { appendAll } from '../recorded.ts';
import type { Files } from './exports.ts';
import { origin, type RichLedger, richLedger, signers } from './rich-ledger.ts';

export const trustingRich: VerifyOptions = {
  verifiers: signers.map(({ vkey }) => parseVerifierKey(vkey)),
};

/** The auditors' export of the rich ledger, as the writer of exports writes it. */
export async function richExport(ledger: RichLedger = richLedger()): Promise<Files> {
  const folder = emptyFolder();
  try {
    const store = new MemoryStore();
    await appendAll(store, ledger.recordings);
    const vault = memoryVault();
    const events = ledger.recordings.flatMap((recording) => recording.events);
    await vault.put(disclosuresOf(events, ledger.disclosures));
    await vault.erase(ledger.erased);
    const bodies = ledger.recordings.flatMap(({ bytes }) => bytes.map(({ body }) => Buffer.from(body)));
    const verifierFile = folder.at('verifier');
    writeFileSync(verifierFile, 'a verifier\n');
    const published = await headOver(bodies);
    const access = { fileOf: (day: string) => ledger.accessFile(day) ?? [] };
    const out = folder.at('out');
    await writeExport({ store, vault, published, audience: 'auditors', access, verifierFile, out });
    return filesOf(out);
  } finally {
    folder.remove();
  }
}

async function headOver(entries: readonly Uint8Array[], by: readonly NoteSigner[] = signers) {
  const tree = TileBuilder.empty();
  for (const entry of entries) tree.append(leafHash(entry));
  const root = tree.root();
  const note = await signNote(formatCheckpoint({ origin, size: tree.size, root }), by);
  return { size: tree.size, root, note };
}

/** The entries of an export, in ledger order. */
export function entriesOf(files: Files): readonly Uint8Array[] {
  const bundles = [...files].flatMap(([path, bytes]) => {
    const id = parseTilePath(path);
    return id?.level === 'entries' ? [{ ...id, bytes }] : [];
  });
  return bundles
    .toSorted((a, b) => a.index - b.index)
    .flatMap(({ bytes, width }) => decodeEntries(bytes, width));
}

/**
 * The export with other entries, its tiles, checkpoint and manifest made good again with the log's own keys: what whoever
 * holds those can do.
 */
export async function madeGood(
  files: Files,
  entries: readonly Uint8Array[],
  by: readonly NoteSigner[] = signers,
): Promise<Files> {
  const made = new Map([...files].filter(([path]) => parseTilePath(path) === null));
  const tree = TileBuilder.empty();
  const tiles = entries.flatMap((entry) => tree.append(leafHash(entry)));
  for (const { id, bytes } of [...tiles, ...tree.partial()]) made.set(tilePath(id), bytes);
  for (let first = 0; first < entries.length; first += tileWidth) {
    const some = entries.slice(first, first + tileWidth);
    made.set(
      tilePath({ level: 'entries', index: first / tileWidth, width: some.length }),
      encodeEntries(some),
    );
  }
  const { note, root, size } = await headOver(entries, by);
  made.set('checkpoint', Buffer.from(note));
  return withManifest(made, { size, root: Buffer.from(root).toString('base64') });
}

/** The export with a manifest that fits its files again. */
export function withManifest(files: Files, changes: Partial<ExportManifest> = {}): Files {
  const manifest = manifestOf(files);
  const unlisted = ['manifest.json', 'checkpoint', 'README.txt'];
  const listed = [...files]
    .filter(([path]) => !unlisted.includes(path))
    .map(([path, bytes]) => ({ path, bytes: bytes.byteLength, sha256: hash('sha256', bytes, 'hex') }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const counts = { ...manifest.counts, events: changes.size ?? manifest.size };
  const text = manifestText({ ...manifest, counts, ...changes, files: listed });
  return new Map(files).set('manifest.json', Buffer.from(text));
}

export const manifestOf = (files: Files): ExportManifest =>
  ExportManifest.parse(JSON.parse(textOf(files, 'manifest.json')));

export const textOf = (files: Files, path: string): string => Buffer.from(files.get(path) ?? []).toString();
