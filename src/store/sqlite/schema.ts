import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { LedgerError } from '../../../events/errors.ts';

/** `govl` in ASCII: SQLite's place to say whose file this is. */
const applicationId = 0x676f766c;
const schemaVersion = 1;

/**
 * Lean on purpose: small integers and 16-byte ids in the rows and indexes, since written pages limit a group commit
 * (×2 over names and textual ids). The bodies are TEXT, which reads twice as fast as BLOB.
 *
 * The guards hold against every connection, whatever its pragmas: `INSERT OR REPLACE` would get past the delete
 * triggers where `recursive_triggers` is off, and does not get past a BEFORE INSERT. Nothing in a file stops someone
 * who may drop a trigger or edit the bytes; the fingerprint notices the one, the tree's checkpoints the other.
 */
const schema: Readonly<Record<string, string>> = {
  stream: `CREATE TABLE stream (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT`,
  type: `CREATE TABLE type (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT`,
  event: `CREATE TABLE event (
  position INTEGER PRIMARY KEY CHECK (position BETWEEN 1 AND 9007199254740991),
  stream INTEGER NOT NULL REFERENCES stream (key),
  revision INTEGER NOT NULL CHECK (revision BETWEEN 0 AND 9007199254740991),
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  type INTEGER NOT NULL REFERENCES type (key),
  body TEXT NOT NULL,
  UNIQUE (stream, revision)
) STRICT`,
  event_guard: `CREATE TRIGGER event_guard BEFORE INSERT ON event BEGIN
  SELECT RAISE(ABORT, 'an event takes the next position')
    WHERE NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM event);
  SELECT RAISE(ABORT, 'an event id is used once')
    WHERE EXISTS (SELECT 1 FROM event WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'an event takes the next revision of its stream')
    WHERE NEW.revision IS NOT (SELECT coalesce(max(revision), -1) + 1 FROM event WHERE stream = NEW.stream);
END`,
  ...names('stream'),
  ...names('type'),
  ...unchanging('stream'),
  ...unchanging('type'),
  ...unchanging('event'),
};

function names(table: string): Record<string, string> {
  return {
    [`${table}_guard`]: `CREATE TRIGGER ${table}_guard BEFORE INSERT ON ${table} BEGIN
  SELECT RAISE(ABORT, 'a ${table} takes the next key')
    WHERE NEW.key IS NOT (SELECT coalesce(max(key), 0) + 1 FROM ${table});
  SELECT RAISE(ABORT, 'a ${table} is named once')
    WHERE EXISTS (SELECT 1 FROM ${table} WHERE name = NEW.name);
END`,
  };
}

function unchanging(table: string): Record<string, string> {
  return {
    [`${table}_no_update`]: `CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN
  SELECT RAISE(ABORT, 'the ledger is never changed');
END`,
    [`${table}_no_delete`]: `CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN
  SELECT RAISE(ABORT, 'nothing leaves the ledger');
END`,
  };
}

/** SHA-256 of what `sqlite_schema` holds in a ledger of this version, in hex. */
export const schemaFingerprint = fingerprint(new Map(Object.entries(schema)));

function fingerprint(found: ReadonlyMap<string, string>): string {
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

/** Makes the tables of a ledger in an empty file; leaves any other file as it is. */
export function createSchema(db: Database): void {
  const create = db.transaction(() => {
    if (read(db).size > 0 || pragma(db, 'application_id') !== 0) return;
    for (const sql of Object.values(schema)) db.exec(sql);
    db.pragma(`application_id = ${applicationId}`);
    db.pragma(`user_version = ${schemaVersion}`);
  });
  create.immediate();
}

/** @throws LedgerError `schema-mismatch` a file that is no ledger of this version, `integrity-violation` a changed one. */
export function checkSchema(db: Database, path: string): void {
  if (pragma(db, 'application_id') !== applicationId)
    throw new LedgerError('schema-mismatch', `${path} is not a govledger ledger`, { path });
  const version = pragma(db, 'user_version');
  if (version !== schemaVersion)
    throw new LedgerError(
      'schema-mismatch',
      `${path} has the table shape of version ${version}; this software reads version ${schemaVersion}`,
      { path },
    );
  const found = read(db);
  if (fingerprint(found) === schemaFingerprint) return;
  const where = difference(found);
  throw new LedgerError(
    'integrity-violation',
    `the tables of ${path} are not those of a ledger: ${where}. Someone changed the file by other means; compare it with a backup before using it`,
    { where },
  );
}

function difference(found: ReadonlyMap<string, string>): string {
  const kind = (sql: string): string => (sql.startsWith('CREATE TRIGGER') ? 'trigger' : 'table');
  const lacking = Object.entries(schema).flatMap(([name, sql]) => {
    const actual = found.get(name);
    if (actual === sql) return [];
    return [`${kind(sql)} ${name} is ${actual === undefined ? 'missing' : 'another one'}`];
  });
  const added = [...found.keys()]
    .filter((name) => schema[name] === undefined)
    .map((name) => `${name} was added`);
  return [...lacking, ...added].join(', ');
}

/** Names and texts of all objects but SQLite's own. */
function read(db: Database): ReadonlyMap<string, string> {
  const rows = db.prepare<[], { name: string; sql: string | null }>(
    "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
  );
  return new Map(rows.all().map(({ name, sql }) => [name, sql ?? '']));
}

const pragma = (db: Database, name: string): unknown => db.pragma(name, { simple: true });
