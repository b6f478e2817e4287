import type { Database } from 'better-sqlite3';
import type { Participation } from '../../projections/submission-row.ts';
import type { DueCursor, EntryPlace, SubmissionFilter, WorkCursor } from './answers.ts';
import { idText } from './views/entries-view.ts';

export const usualLimit = 100;
export const mostLimit = 1_000;

export const bounded = (limit: number): number => Math.max(1, Math.min(Math.trunc(limit), mostLimit));

export function conditions(filter: SubmissionFilter): {
  readonly where: string;
  readonly values: readonly unknown[];
} {
  const clauses: string[] = ['1'];
  const values: unknown[] = [];
  const add = (clause: string, value: unknown): void => {
    if (value === undefined) return;
    clauses.push(clause);
    values.push(value);
  };
  const listed = (people: readonly string[] | undefined) =>
    people === undefined ? undefined : JSON.stringify(people);
  add('phase = ?', filter.phase);
  add('outcome = ?', filter.outcome);
  add('framework = ?', filter.framework);
  add('source = ?', filter.source);
  add(
    `first IN (SELECT first FROM participant WHERE ${among} AND role <> 'fenced')`,
    listed(filter.participants),
  );
  add(
    `first NOT IN (SELECT first FROM participant WHERE ${among} AND role = 'fenced')`,
    listed(filter.hiddenFrom),
  );
  return { where: clauses.join(' AND '), values };
}

const among = 'person IN (SELECT value FROM json_each(?))';

export interface ErasureRow {
  readonly first: number;
  readonly id: string;
  readonly state: string;
}

interface PlaceRow extends Omit<EntryPlace, 'id'> {
  readonly id: Buffer;
}
export const placeOf = (row: PlaceRow | undefined): EntryPlace | null =>
  row === undefined ? null : { ...row, id: idText(row.id) };

export function prepare(db: Database) {
  const place = `SELECT leaf AS "index", id, name AS stream, revision, type, recorded_at AS recordedAt, clock, position
    FROM entry JOIN stream ON stream.key = entry.stream`;
  type DueRow = DueCursor & { readonly id: string; readonly act: string };
  type WorkRow = WorkCursor & { readonly line: string };
  return {
    line: db.prepare<[string], string>('SELECT line FROM submission WHERE id = ?').pluck(),
    state: db
      .prepare<[string], string>('SELECT state FROM submission JOIN state USING (first) WHERE id = ?')
      .pluck(),
    participations: db
      .prepare<[string, string], Participation['as']>(
        'SELECT role FROM participant JOIN submission USING (first) WHERE person = ? AND id = ? ORDER BY role',
      )
      .pluck(),
    openPanels: db.prepare<[number, number], { first: number; id: string; state: string }>(
      `SELECT first, id, state FROM submission JOIN state USING (first)
      WHERE phase IN ('review', 'decision') AND first > ? ORDER BY first LIMIT ?`,
    ),
    ids: db.prepare<[number, number], { first: number; id: string }>(
      'SELECT first, id FROM submission WHERE first > ? ORDER BY first LIMIT ?',
    ),
    work: db.prepare<[Readonly<Record<string, unknown>>], WorkRow>(`
      SELECT DISTINCT urgency, first, item, line FROM waiting JOIN submission USING (first)
      WHERE who IN (SELECT value FROM json_each(:who))
        AND (after IS NULL OR after < :at) AND (until IS NULL OR until >= :at)
        AND (urgency, first, item) > (:urgency, :first, :item)
        AND first NOT IN (SELECT first FROM participant
          WHERE person IN (SELECT value FROM json_each(:hidden)) AND role = 'fenced')
      ORDER BY urgency, first, item LIMIT :limit`),
    due: db.prepare<[DueCursor & { readonly at: string; readonly limit: number }], DueRow>(`
      SELECT id, act, due, first, item FROM due JOIN submission USING (first)
      WHERE due < :at AND (due, first, item) > (:due, :first, :item) ORDER BY due, first, item LIMIT :limit`),
    nextDue: db.prepare<[], string | null>('SELECT min(due) FROM due').pluck(),
    people: db
      .prepare<[string, number], string>('SELECT person FROM person WHERE id > ? ORDER BY id LIMIT ?')
      .pluck(),
    person: db.prepare<[string], string>('SELECT person FROM person WHERE id = ?').pluck(),
    countPeople: db.prepare<[], number>('SELECT count(*) FROM person').pluck(),
    directory: db.prepare<[], number>('SELECT revision FROM directory').pluck(),
    frameworks: db.prepare<[], { key: string; state: string }>(
      'SELECT key, state FROM framework ORDER BY key',
    ),
    framework: db.prepare<[string], string>('SELECT state FROM framework WHERE key = ?').pluck(),
    version: db.prepare<[string], string>('SELECT version FROM framework_version WHERE ref = ?').pluck(),
    entry: db.prepare<[Buffer], PlaceRow>(`${place} WHERE id = ?`),
    entryAt: db.prepare<[number], PlaceRow>(`${place} WHERE leaf = ?`),
    erasures: db.prepare<[number, number], ErasureRow>(
      'SELECT first, id, state FROM erasure WHERE first < ? ORDER BY first DESC LIMIT ?',
    ),
    erasure: db.prepare<[string], ErasureRow>('SELECT first, id, state FROM erasure WHERE id = ?'),
    dueErasures: db.prepare<[], ErasureRow>(
      'SELECT first, id, state FROM erasure WHERE due = 1 ORDER BY first',
    ),
    erasedBy: db.prepare<[Buffer], { readonly leaf: number; readonly id: string; readonly state: string }>(
      'SELECT leaf, id, state FROM erased_digest JOIN erasure USING (first) WHERE digest = ?',
    ),
    indexes: db
      .prepare<[string], number>(
        'SELECT leaf FROM entry WHERE stream = (SELECT key FROM stream WHERE name = ?) ORDER BY revision',
      )
      .pluck(),
  };
}
