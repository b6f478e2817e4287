import { randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { LedgerError } from '../../events/errors.ts';
import { instantFromMillis } from '../../events/time.ts';
import { refusing } from '../store/sqlite/failure.ts';
import { inMemory, openSideFile } from '../store/sqlite/side-file.ts';
import { accessFileLines, digestOfAccessFile } from './access-file.ts';
import type { AccessDigest, AccessEntry, AccessLog, AccessRow } from './access-log.ts';
import { schema } from './schema.ts';

export interface AccessLogOptions {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** How long an entry waits for others to share the disk's time with, and how many wait at most. */
const flushMs = 500;
const mostWaiting = 500;
const pageRows = 500;

/** The access log in a file, made where there is none. @throws LedgerError `schema-mismatch`, `store-…` */
export const openAccessLog = ({ path, now = Date.now }: AccessLogOptions): AccessLog =>
  new SqliteAccessLog(path, now);

/** The same in memory, for tests. */
export const memoryAccessLog = (now: () => number = Date.now): AccessLog =>
  openAccessLog({ path: inMemory, now });

interface Cursor {
  readonly at: string;
  readonly position: number;
}

interface Kept extends Cursor {
  readonly person: string;
  readonly submission: string;
  readonly fields: string;
  readonly purpose: string;
}

class SqliteAccessLog implements AccessLog {
  readonly #path: string;
  readonly #now: () => number;
  readonly #db: Database.Database;
  readonly #sql;
  #waiting: AccessRow[] = [];
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;

  constructor(path: string, now: () => number) {
    this.#path = path;
    this.#now = now;
    this.#db = openSideFile({ path, schema, what: 'access log' });
    this.#sql = prepared(this.#db);
  }

  record(entry: AccessEntry): void {
    if (!this.#db.open) throw closed(this.#path);
    const row = rowOf(entry, instantFromMillis(this.#now()));
    if (row.fields.length === 0) return;
    // What failed is tried again before more is taken, so that a reader hears of it and memory stays bounded.
    if (this.#failures > 0) this.#flush();
    this.#waiting.push(row);
    if (this.#waiting.length >= mostWaiting) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flushLater(), flushMs).unref();
  }

  days(): readonly string[] {
    return this.#reading(() => this.#sql.days.all());
  }

  rows(day: string): Generator<AccessRow> {
    return this.#each((after) => this.#sql.ofDay.all({ ...after, until: `${day}U` }), `${day}T`);
  }

  *fileOf(day: string): Generator<string> {
    const salt = this.#reading(() => this.#sql.salt.get(day));
    if (salt !== undefined) yield* accessFileLines({ day, salt }, this.rows(day));
  }

  digest(day: string): AccessDigest | null {
    const salt = this.#reading(() => this.#sql.salt.get(day));
    return salt === undefined ? null : digestOfAccessFile(this.fileOf(day));
  }

  readsBy(person: string): Generator<AccessRow> {
    return this.#each((after) => this.#sql.by.all({ ...after, id: person }));
  }

  readsOf(submission: string): Generator<AccessRow> {
    return this.#each((after) => this.#sql.of.all({ ...after, id: submission }));
  }

  async close(): Promise<void> {
    if (!this.#db.open) return;
    try {
      this.#flush();
    } finally {
      this.#db.close();
    }
  }

  #reading<T>(read: () => T): T {
    this.#flush();
    return refusing(this.#path, read);
  }

  /** By pages: an open cursor would keep this connection from writing. */
  *#each(page: (after: Cursor) => readonly Kept[], from = ''): Generator<AccessRow> {
    for (let after: Cursor = { at: from, position: 0 }; ; ) {
      const kept = this.#reading(() => page(after));
      for (const { position: _, fields, ...row } of kept)
        yield { ...row, fields: Fields.parse(JSON.parse(fields)) };
      const last = kept.at(-1);
      if (last === undefined || kept.length < pageRows) return;
      after = last;
    }
  }

  /** Nobody is there to be told; the next one who reads is. */
  #flushLater(): void {
    try {
      this.#flush();
    } catch {
      return;
    }
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#db.open) throw closed(this.#path);
    if (this.#waiting.length === 0) return;
    refusing(this.#path, () => {
      try {
        this.#db.transaction(() => this.#write(this.#waiting)).immediate();
      } catch (error) {
        this.#failures += 1;
        throw error;
      }
    });
    this.#waiting = [];
    this.#failures = 0;
  }

  #write(rows: readonly AccessRow[]): void {
    for (const day of new Set(rows.map(({ at }) => at.slice(0, 10)))) {
      if (this.#sql.salt.get(day) === undefined) this.#sql.addDay.run(day, randomBytes(32));
    }
    for (const { fields, ...row } of rows) this.#sql.add.run({ ...row, fields: JSON.stringify(fields) });
  }
}

const Fields = z.array(z.string());

function prepared(db: Database.Database) {
  const columns = 'at, person, submission, fields, purpose';
  const rows = (where: string): string =>
    `SELECT position, ${columns} FROM access WHERE ${where} AND (at, position) > (@at, @position) ORDER BY at, position LIMIT ${pageRows}`;
  return {
    add: db.prepare<Omit<Kept, 'position'>>(
      `INSERT INTO access (position, ${columns}) VALUES ((SELECT coalesce(max(position), 0) + 1 FROM access), @at, @person, @submission, @fields, @purpose)`,
    ),
    addDay: db.prepare<[string, Buffer]>('INSERT INTO day (day, salt) VALUES (?, ?)'),
    salt: db.prepare<[string], Buffer>('SELECT salt FROM day WHERE day = ?').pluck(),
    days: db.prepare<[], string>('SELECT day FROM day ORDER BY day').pluck(),
    ofDay: db.prepare<Cursor & { readonly until: string }, Kept>(rows('at < @until')),
    by: db.prepare<Cursor & { readonly id: string }, Kept>(rows('person = @id')),
    of: db.prepare<Cursor & { readonly id: string }, Kept>(rows('submission = @id')),
  };
}

const Uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const FieldName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;
const Purpose = /^[a-z][a-z0-9-]{0,47}$/;

/** What is no id and no name never gets in: whoever passes prose here has a bug. */
function rowOf({ person, submission, fields, purpose }: AccessEntry, at: string): AccessRow {
  const isEntry =
    Uuid.test(person) &&
    (submission === '' || Uuid.test(submission)) &&
    fields.every((field) => FieldName.test(field)) &&
    Purpose.test(purpose);
  if (!isEntry) throw new Error('an access entry holds ids and names of fields alone');
  return { at, person, submission, fields: [...new Set(fields)].sort(), purpose };
}

const closed = (path: string): LedgerError =>
  new LedgerError('store-unavailable', `the access log ${path} is closed`, { reason: 'closed' });
