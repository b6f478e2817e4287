import type { Database } from 'better-sqlite3';
import {
  foldDirectory,
  initialDirectoryState,
  isDirectoryEvent,
  type PersonState,
  type RoleProposal,
} from '../../../projections/directory.ts';
import { isHandled } from '../../../projections/projection.ts';
import { peopleView } from '../../../projections/views.ts';
import type { LedgerEntry } from '../batch.ts';
import { parsed } from '../kept-json.ts';
import type { LiveView } from '../live-view.ts';
import type { Ending } from '../shape.ts';

/** People by directory id, with roles and teams. A batch folds only the people and proposals that it names. */
export class PeopleView implements LiveView {
  readonly #person;
  readonly #proposal;
  readonly #putPerson;
  readonly #putProposal;
  readonly #reached;

  constructor(db: Database, ending: Ending) {
    this.#person = db.prepare<[string], string>(`SELECT person FROM person${ending} WHERE id = ?`).pluck();
    this.#proposal = db
      .prepare<[string], string>(`SELECT proposal FROM role_proposal${ending} WHERE event = ?`)
      .pluck();
    this.#putPerson = db.prepare<[string, string]>(`INSERT OR REPLACE INTO person${ending} VALUES (?, ?)`);
    this.#putProposal = db.prepare<[string, string]>(
      `INSERT OR REPLACE INTO role_proposal${ending} VALUES (?, ?)`,
    );
    this.#reached = db.prepare<[number, string]>(
      `INSERT OR REPLACE INTO directory${ending} VALUES (1, ?, ?)`,
    );
  }

  apply(entries: readonly LedgerEntry[]): void {
    const events = entries
      .map(({ event }) => event)
      .filter(isDirectoryEvent)
      .filter((event) => isHandled(peopleView, event));
    if (events.length === 0) return;
    const people = new Map<string, PersonState>();
    const proposals = new Map<string, RoleProposal>();
    for (const { data } of events) {
      if ('person' in data) this.#load(people, data.person, this.#person);
      if ('proposal' in data && data.proposal !== undefined)
        this.#load(proposals, data.proposal, this.#proposal);
    }
    const before = { ...initialDirectoryState, people, proposals: [...proposals.values()] };
    const after = foldDirectory(before, events);
    for (const [id, person] of after.people) this.#putPerson.run(id, JSON.stringify(person));
    for (const proposal of after.proposals) this.#putProposal.run(proposal.event, JSON.stringify(proposal));
    this.#reached.run(after.revision, after.recordedAt ?? '');
  }

  forget(): void {
    // Nothing is kept between batches.
  }

  #load<T>(into: Map<string, T>, key: string, from: { get(key: string): string | undefined }): void {
    const text = into.has(key) ? undefined : from.get(key);
    if (text !== undefined) into.set(key, parsed<T>(text));
  }
}
