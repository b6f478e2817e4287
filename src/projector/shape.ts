import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { erasureView } from '../../projections/erasures.ts';
import { frameworksView, peopleView, submissionView, trailView } from '../../projections/views.ts';

export const viewNames = ['submissions', 'entries', 'people', 'frameworks', 'erasures'] as const;
export type ViewName = (typeof viewNames)[number];

/** Live tables have no ending; those that a rebuild fills beside them have this one until they take their place. */
export const beside = '_next';
export type Ending = '' | typeof beside;

type Tables = Readonly<Record<string, (name: string) => string>>;

const table = (columns: string) => (name: string) => `CREATE TABLE ${name} (${columns}) STRICT`;
const keyed = (columns: string) => (name: string) =>
  `CREATE TABLE ${name} (${columns}) STRICT, WITHOUT ROWID`;

/**
 * The tables of each view. A submission is known by `first`, the leaf index of its first event: small, in the order of
 * receipt, and the same after every rebuild. What is looked for stands in columns, the rest as JSON of the log's own
 * public values: no prose, no name, no secret.
 */
const tables: Readonly<Record<ViewName, Tables>> = {
  submissions: {
    submission: table(`
  first INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  phase TEXT NOT NULL,
  outcome TEXT,
  framework TEXT,
  source TEXT,
  line TEXT NOT NULL`),
    state: table('first INTEGER PRIMARY KEY, state TEXT NOT NULL'),
    participant: keyed(
      'person TEXT NOT NULL, first INTEGER NOT NULL, role TEXT NOT NULL, PRIMARY KEY (person, first, role)',
    ),
    waiting: keyed(`
  who TEXT NOT NULL,
  urgency TEXT NOT NULL,
  first INTEGER NOT NULL,
  item INTEGER NOT NULL,
  after TEXT,
  until TEXT,
  PRIMARY KEY (who, urgency, first, item)`),
    due: keyed(`
  due TEXT NOT NULL,
  first INTEGER NOT NULL,
  item INTEGER NOT NULL,
  act TEXT NOT NULL,
  PRIMARY KEY (due, first, item)`),
  },
  entries: {
    stream: table('key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE'),
    entry: table(`
  leaf INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  stream INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  type TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  clock TEXT NOT NULL,
  position TEXT NOT NULL,
  UNIQUE (stream, revision)`),
  },
  people: {
    person: table('id TEXT PRIMARY KEY, person TEXT NOT NULL'),
    role_proposal: table('event TEXT PRIMARY KEY, proposal TEXT NOT NULL'),
    directory: table('one INTEGER PRIMARY KEY, revision INTEGER NOT NULL, recorded_at TEXT NOT NULL'),
  },
  frameworks: {
    framework: table('key TEXT PRIMARY KEY, state TEXT NOT NULL'),
    framework_version: table('ref TEXT PRIMARY KEY, key TEXT NOT NULL, version TEXT NOT NULL'),
  },
  erasures: {
    erasure: table(`
  first INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  due INTEGER NOT NULL,
  state TEXT NOT NULL`),
    erased_digest: keyed('digest BLOB PRIMARY KEY, first INTEGER NOT NULL, leaf INTEGER NOT NULL'),
  },
};

/** Names of indexes are one space in a file, so those of a rebuild carry its number. */
const indexes: Readonly<Record<ViewName, readonly (readonly [table: string, columns: string])[]>> = {
  submissions: [
    ['submission', 'phase, first'],
    ['submission', 'framework, first'],
    ['participant', 'first'],
    ['waiting', 'first'],
    ['due', 'first'],
  ],
  entries: [],
  people: [],
  frameworks: [['framework_version', 'key']],
  erasures: [],
};

/** The one row that says how far the views are. `leaf` counts from 0; -1 before the first event. */
const head = `CREATE TABLE head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  position TEXT,
  leaf INTEGER NOT NULL,
  clock TEXT,
  builds INTEGER NOT NULL
) STRICT`;

/** Their versions, and the names in their states, should a version have been forgotten. */
const versions = [submissionView, trailView, peopleView, frameworksView, erasureView].map(
  ({ name, version, initialState }) => [name, version, Object.keys(initialState)],
);

/** Changes with every change of the tables or of a projection: a file that says otherwise is made anew. */
export const fingerprint = createHash('sha256')
  .update(JSON.stringify([versions, head, indexes, Object.values(tables).map(written)]))
  .digest('hex');

function written(all: Tables): readonly string[] {
  return Object.entries(all).map(([name, sql]) => sql(name));
}

export function createAll(db: Database): void {
  db.exec(head);
  db.exec('INSERT INTO head VALUES (1, NULL, -1, NULL, 0)');
  db.exec('CREATE TABLE shape (fingerprint TEXT NOT NULL) STRICT');
  db.prepare('INSERT INTO shape VALUES (?)').run(fingerprint);
  for (const view of viewNames) createView(db, view, '', 0);
}

export function createView(db: Database, view: ViewName, ending: Ending, build: number): void {
  for (const [name, sql] of Object.entries(tables[view])) db.exec(sql(`${name}${ending}`));
  for (const [i, [name, columns]] of indexes[view].entries())
    db.exec(`CREATE INDEX ${name}_${i}_${build} ON ${name}${ending} (${columns})`);
}

export function dropView(db: Database, view: ViewName, ending: Ending): void {
  for (const name of Object.keys(tables[view])) db.exec(`DROP TABLE IF EXISTS ${name}${ending}`);
}

/** What a rebuild filled takes the place of the live tables; call it inside a transaction. */
export function swapView(db: Database, view: ViewName): void {
  dropView(db, view, '');
  for (const name of Object.keys(tables[view])) db.exec(`ALTER TABLE ${name}${beside} RENAME TO ${name}`);
}
