import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Act } from '../history/act.ts';
import { govledger } from '../history/govledger.ts';
import { importHistory } from '../history/import.ts';
import { generatedHistory } from './generated-history.ts';
import type { Measuring } from './measured.ts';

/** Makes a ledger of so many generated submissions in a temporary folder, and an export of it. */
export async function madeLedger(submissions: number): Promise<Measuring & { readonly path: string }> {
  const path = mkdtempSync(join(tmpdir(), 'govledger-bench-'));
  const data = join(path, 'data');
  await must(importHistory({ source: 'generated', acts: acts(submissions), data, history: undefined }));
  return { path, ...(await exportedFrom(data, join(path, 'export'))) };
}

/** Takes an export of a ledger for auditors, at its newest checkpoint. */
export async function exportedFrom(data: string, folder: string): Promise<Measuring> {
  await must(govledger(['export', '--data', data, '--out', folder, '--audience', 'auditors']));
  return { data, folder, vkey: readFileSync(join(data, 'keys', 'log.key.pub'), 'utf8').trim() };
}

async function* acts(submissions: number): AsyncGenerator<Act> {
  yield* generatedHistory({ seed: 1, submissions, comments: 10, textBytes: 400 });
}

async function must(command: Promise<number>): Promise<void> {
  const code = await command;
  if (code !== 0) throw new Error(`a command of govledger ended with ${code}`);
}
