import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Act } from './act.ts';
import { govledger } from './govledger.ts';
import { writeHistory } from './write.ts';

export interface HistoryImport {
  /** The name under which the ledger knows the source: an import again under it adds only what is new. */
  readonly source: string;
  readonly acts: AsyncIterable<Act>;
  /** The ledger's folder; the command line's own default where it is left out. */
  readonly data: string | undefined;
  /** Where the history file is kept; a temporary one is removed afterwards. */
  readonly history: string | undefined;
}

/** Writes the history file, makes a ledger where there is none, and imports. Returns the exit code of what failed, or 0. */
export async function importHistory({ source, acts, data, history }: HistoryImport): Promise<number> {
  const folder = history === undefined ? await mkdtemp(join(tmpdir(), 'govledger-history-')) : null;
  const file = history ?? join(folder ?? '', `${source}.ndjson`);
  const on = data === undefined ? [] : ['--data', data];
  try {
    const count = await writeHistory(acts, file);
    console.error(`${source}: ${count} acts${history === undefined ? '' : ` in ${history}`}`);
    const ledger = join(data ?? process.env['GOVLEDGER_DATA'] ?? 'data', 'ledger.db');
    const made = existsSync(ledger) ? 0 : await govledger(['init', ...on]);
    return made === 0 ? await govledger(['import', file, '--source', source, ...on]) : made;
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }
}
