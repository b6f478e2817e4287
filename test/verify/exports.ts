import { leafHash } from '../../projections/merkle/hash.ts';
import { CompactRange } from '../../projections/merkle/tree.ts';
import { formatCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { signNote } from '../../src/checkpoint/note.ts';
import { type NoteSigner, parseVerifierKey } from '../../src/checkpoint/note-key.ts';
import type { Published } from '../../src/log/published-log.ts';
import type { EventStore } from '../../src/store/event-store.ts';
import type { ExportSource } from '../../src/verify/export-source.ts';
import type { VerifyReport } from '../../src/verify/report.ts';
import { type VerifyOptions, verifyExport } from '../../src/verify/verify-export.ts';
import { origin, signer } from './played.ts';

export type Files = ReadonlyMap<string, Uint8Array>;

/** An export in memory. */
export const sourceOf = (files: Files): ExportSource => ({
  async *list() {
    for (const [path, bytes] of files) yield { path, bytes: bytes.byteLength };
  },
  read: async (path) => files.get(path) ?? null,
  async *lines(path) {
    const lines = Buffer.from(files.get(path) ?? [])
      .toString()
      .split('\n');
    const rest = lines.pop();
    yield* lines;
    if (rest !== '' && rest !== undefined) yield rest;
  },
});

/** The head of the first `size` events, signed. */
export async function signedHead(
  store: Pick<EventStore, 'readAll'>,
  size = Number.MAX_SAFE_INTEGER,
  signers: readonly NoteSigner[] = [signer],
): Promise<Published> {
  const range = new CompactRange();
  for await (const { body } of store.readAll({ limit: size })) range.append(leafHash(Buffer.from(body)));
  const root = range.root();
  return {
    size: range.size,
    root,
    note: await signNote(formatCheckpoint({ origin, size: range.size, root }), signers),
  };
}

export const trusting: VerifyOptions = { verifiers: [parseVerifierKey(signer.vkey)] };

export const verified = (files: Files, options: VerifyOptions = trusting): Promise<VerifyReport> =>
  verifyExport(sourceOf(files), options);

/** The codes of a report, each once, in the order of their first finding. */
export const codesOf = ({ findings }: VerifyReport): readonly string[] => [
  ...new Set(findings.map(({ code }) => code)),
];
