import { decode } from '../../events/decode.ts';
import { LedgerError } from '../../events/errors.ts';
import { decodeEntries, tilePath, tilesOf } from '../checkpoint/tile.ts';
import type { Entry } from './appends.ts';

/** Reads a file of an export; null where it is not there. */
export type ReadFile = (path: string) => Promise<Uint8Array | null>;

/**
 * The entries of an export in ledger order, a bundle in memory at a time.
 * @throws LedgerError `tile-invalid`, `integrity-violation` for a bundle that is missing, and as `decode`
 */
export async function* readEntries(read: ReadFile, size: number): AsyncGenerator<Entry> {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let index = 0;
  for (const id of tilesOf(size)) {
    if (id.level !== 'entries') return;
    const path = tilePath(id);
    const bundle = await read(path);
    if (bundle === null)
      throw new LedgerError('integrity-violation', `${path} is missing from the export`, { where: path });
    for (const entry of decodeEntries(bundle, id.width, path)) {
      // Canonical, and so UTF-8: the text gives the same bytes back.
      const event = decode(entry);
      yield { index, body: utf8.decode(entry), event };
      index += 1;
    }
  }
}
