import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DigestRow, SealedTexts } from './sealed-texts.ts';
import type { IsKnown, Swept } from './vault.ts';
import type { WrappedKeys } from './wrapped-keys.ts';

const pageRows = 500;

/**
 * Disclosures whose event was never appended. What the log once mentioned it mentions for ever, so a sweep begins
 * behind the last disclosure up to which all were known (`settled`).
 */
export class Sweep {
  readonly #keys: WrappedKeys;
  readonly #texts: SealedTexts;

  constructor(keys: WrappedKeys, texts: SealedTexts) {
    this.#keys = keys;
    this.#texts = texts;
  }

  async *orphans(putBeforeMs: number, isKnown: IsKnown): AsyncGenerator<string> {
    for await (const { orphans } of this.#pages(putBeforeMs, isKnown)) {
      for (const row of orphans) yield digestText(row);
    }
  }

  async deleteOrphans(putBeforeMs: number, isKnown: IsKnown): Promise<Swept> {
    let swept: Swept = { disclosures: 0, blobs: 0 };
    let isSettling = true;
    for await (const { rows, orphans } of this.#pages(putBeforeMs, isKnown)) {
      // From here to the end of this turn nobody else writes; what was put again while the log was asked is young.
      const doomed = new Set(orphans.filter((row) => this.#texts.isOlder(row.id, putBeforeMs)));
      const pending = rows.find((row) => isPending(row, putBeforeMs, orphans, doomed));
      const settled = pending === undefined ? rows.at(-1)?.id : pending.id - 1;
      this.#delete([...doomed], isSettling ? settled : undefined);
      isSettling &&= pending === undefined;
      const blobs = [...doomed].filter((row) => row.blob !== null).length;
      swept = { disclosures: swept.disclosures + doomed.size, blobs: swept.blobs + blobs };
    }
    return { ...swept, blobs: swept.blobs + this.#deleteLooseBlobs(putBeforeMs) };
  }

  async *#pages(putBeforeMs: number, isKnown: IsKnown): AsyncGenerator<Page> {
    for (let after = this.#texts.settled(); ; ) {
      const rows = this.#texts.page(after, pageRows);
      const last = rows.at(-1);
      if (last === undefined) return;
      const orphans: DigestRow[] = [];
      for (const row of rows) {
        if (row.erased === 0 && row.putAtMs < putBeforeMs && !(await isKnown(digestText(row))))
          orphans.push(row);
      }
      yield { rows, orphans };
      after = last.id;
      await nextTurn();
    }
  }

  /** Keys first: whatever a crash leaves can no longer be opened, and the next sweep takes the rest. */
  #delete(rows: readonly DigestRow[], settled: number | undefined): void {
    const blobs = rows.flatMap((row) => (row.blob === null ? [] : [row.blob]));
    if (rows.length > 0) this.#keys.destroy([...rows.map((row) => row.id), ...blobs]);
    if (rows.length === 0 && settled === undefined) return;
    this.#texts.durably(() => {
      for (const row of rows) this.#texts.delete(row.id);
      for (const blob of blobs) this.#texts.blobs.delete(blob);
      if (settled !== undefined) this.#texts.settle(settled);
    });
  }

  #deleteLooseBlobs(putBeforeMs: number): number {
    const loose = this.#texts.blobs.loose(putBeforeMs);
    if (loose.length === 0) return 0;
    this.#keys.destroy(loose);
    this.#texts.durably(() => {
      for (const blob of loose) this.#texts.blobs.delete(blob);
    });
    return loose.length;
  }
}

interface Page {
  readonly rows: readonly DigestRow[];
  readonly orphans: readonly DigestRow[];
}

/** True for a disclosure that a later sweep has to look at again. */
const isPending = (
  row: DigestRow,
  putBeforeMs: number,
  orphans: readonly DigestRow[],
  doomed: ReadonlySet<DigestRow>,
): boolean => row.erased === 0 && (row.putAtMs >= putBeforeMs || (orphans.includes(row) && !doomed.has(row)));

const digestText = (row: DigestRow): string => row.digest.toString('base64url');
