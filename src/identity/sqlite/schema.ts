/**
 * Secrets stand here as SHA-256 alone, people as directory ids. What is used up is deleted, and `entry` says that it was;
 * tokens stay, so that their owner sees what there was.
 */
export const schema: readonly string[] = [
  `CREATE TABLE token (
  id TEXT PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  person TEXT NOT NULL,
  label TEXT NOT NULL,
  issued_by TEXT NOT NULL,
  parent TEXT,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  used INTEGER,
  revoked INTEGER,
  revoked_by TEXT
) STRICT`,
  'CREATE INDEX token_of_person ON token (person, created)',
  `CREATE TABLE enrolment_code (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  id TEXT NOT NULL,
  person TEXT NOT NULL UNIQUE,
  issued_by TEXT NOT NULL,
  recovery INTEGER NOT NULL CHECK (recovery IN (0, 1)),
  expires INTEGER NOT NULL
) STRICT`,
  `CREATE TABLE sign_in_code (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  id TEXT NOT NULL,
  person TEXT NOT NULL,
  token TEXT NOT NULL UNIQUE REFERENCES token (id),
  expires INTEGER NOT NULL
) STRICT`,
  `CREATE TABLE session (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  id TEXT NOT NULL,
  person TEXT NOT NULL,
  token TEXT NOT NULL REFERENCES token (id),
  expires INTEGER NOT NULL,
  seen INTEGER NOT NULL
) STRICT`,
  'CREATE INDEX session_of_token ON session (token)',
  'CREATE INDEX session_of_person ON session (person)',
  `CREATE TABLE feed (
  person TEXT PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  id TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT`,
  `CREATE TABLE entry (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  person TEXT NOT NULL,
  kind TEXT NOT NULL,
  credential TEXT NOT NULL,
  change TEXT NOT NULL,
  by TEXT NOT NULL,
  via TEXT NOT NULL
) STRICT`,
  'CREATE INDEX entry_of_person ON entry (person, position)',
  // Whose entries are being erased: the one way past the trigger below.
  'CREATE TABLE forgetting (person TEXT PRIMARY KEY) STRICT',
  `CREATE TRIGGER entry_stays_as_it_is BEFORE UPDATE ON entry BEGIN
  SELECT RAISE(ABORT, 'an entry is never changed');
END`,
  `CREATE TRIGGER entry_stays BEFORE DELETE ON entry
  WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE person = OLD.person) BEGIN
  SELECT RAISE(ABORT, 'an entry goes only with its person');
END`,
];
