import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { after } from 'mocha';

const folders: string[] = [];
after(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A path for a ledger in a folder of its own, which is gone when the tests end. */
export function ledgerPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return join(folder, 'ledger.db');
}

/** What someone with another tool can do to the file: no pragma of ours, no lock. */
export function meddle(path: string, ...statements: readonly string[]): void {
  const db = new Database(path);
  try {
    for (const sql of statements) db.exec(sql);
  } finally {
    db.close();
  }
}
