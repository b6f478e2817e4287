import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { after } from 'mocha';

const tables = [
  'submission',
  'state',
  'participant',
  'waiting',
  'due',
  'stream',
  'entry',
  'person',
  'role_proposal',
  'directory',
  'framework',
  'framework_version',
] as const;

/** Every row of every view, and how far they are, but not how often they were rebuilt. */
export function rowsOf(db: Database.Database): Readonly<Record<string, readonly unknown[]>> {
  const all = tables.map(
    (name) => [name, db.prepare(`SELECT * FROM ${name} ORDER BY 1, 2`).raw().all()] as const,
  );
  const head = db.prepare('SELECT position, leaf, clock FROM head').raw().all();
  return { ...Object.fromEntries(all), head };
}

export function rowsIn(path: string): Readonly<Record<string, readonly unknown[]>> {
  const db = new Database(path, { readonly: true });
  try {
    return rowsOf(db);
  } finally {
    db.close();
  }
}

/** Makes folders that are gone when the suite that calls this is over. */
export function folders(): () => string {
  const made: string[] = [];
  after(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'govledger-views-'));
    made.push(folder);
    return folder;
  };
}
