/**
 * A day's salt is made with its first row and stands beside the rows: whoever holds the file can check the digest that
 * the log holds, and nobody else can guess a day's few rows from it.
 */
export const schema: readonly string[] = [
  `CREATE TABLE access (
  position INTEGER PRIMARY KEY,
  at TEXT NOT NULL CHECK (length(at) = 24),
  person TEXT NOT NULL,
  submission TEXT NOT NULL,
  fields TEXT NOT NULL,
  purpose TEXT NOT NULL
) STRICT`,
  'CREATE INDEX access_at ON access (at, position)',
  'CREATE INDEX access_by ON access (person, at, position)',
  'CREATE INDEX access_of ON access (submission, at, position)',
  `CREATE TABLE day (
  day TEXT PRIMARY KEY CHECK (length(day) = 10),
  salt BLOB NOT NULL CHECK (length(salt) = 32)
) STRICT`,
  // Against `INSERT OR REPLACE`, which the triggers on deletion do not see.
  `CREATE TRIGGER access_guard BEFORE INSERT ON access BEGIN
  SELECT RAISE(ABORT, 'an access takes the next position')
    WHERE NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM access);
END`,
  `CREATE TRIGGER day_guard BEFORE INSERT ON day BEGIN
  SELECT RAISE(ABORT, 'a day has one salt') WHERE EXISTS (SELECT 1 FROM day WHERE day = NEW.day);
END`,
  ...['access', 'day'].flatMap((table) => [
    `CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN
  SELECT RAISE(ABORT, 'the access log is never changed');
END`,
    `CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN
  SELECT RAISE(ABORT, 'nothing leaves the access log');
END`,
  ]),
];
