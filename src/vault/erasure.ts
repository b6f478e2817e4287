import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { LedgerError } from '../../events/errors.ts';
import { settle, type VaultFile } from './database.ts';
import { pagesOf } from './pages.ts';
import { digestBytes } from './payload.ts';
import type { SealedTexts } from './sealed-texts.ts';
import type { WrappedKeys } from './wrapped-keys.ts';

const patience = { tries: 20, pauseMs: 50 } as const;

export class Erasure {
  readonly #keys: WrappedKeys;
  readonly #texts: SealedTexts;

  constructor(keys: WrappedKeys, texts: SealedTexts) {
    this.#keys = keys;
    this.#texts = texts;
  }

  async erase(digests: Iterable<string>): Promise<void> {
    for (const page of pagesOf(digests)) {
      this.#erase(page);
      await nextTurn();
    }
    await emptyLog(this.#keys.file, 'erase');
    await emptyLog(this.#texts.file, 'erase');
  }

  /** Keys first: what a crash leaves of the rest is already closed for ever, and erasing again finishes it. */
  #erase(digests: readonly string[]): void {
    const rows = digests.flatMap((digest) => {
      const bytes = digestBytes(digest);
      const row = bytes === undefined ? undefined : this.#texts.find(bytes);
      return row === undefined ? [] : [row];
    });
    const blobs = rows.flatMap((row) => (row.blob === null ? [] : [row.blob]));
    this.#keys.destroy([...rows.map((row) => row.id), ...blobs]);
    this.#texts.durably(() => {
      for (const row of rows) this.#texts.erase(row.id);
      for (const blob of blobs) this.#texts.blobs.erase(blob);
    });
  }
}

/**
 * Leaves nothing of what was overwritten in the write-ahead log of the file.
 * @throws LedgerError `store-unavailable` while another process reads, naming what is to be done again
 */
export async function emptyLog(file: VaultFile, what: string): Promise<void> {
  for (let tries = 0; tries < patience.tries; tries += 1) {
    if (settle(file)) return;
    await pause(patience.pauseMs);
  }
  const reason = `${file.path} is being read by another process, so overwritten bytes are still in its log`;
  throw new LedgerError('store-unavailable', `${reason}; ${what} again when it is done`, { reason });
}
