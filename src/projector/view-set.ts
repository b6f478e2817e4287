import type { Database } from 'better-sqlite3';
import type { LedgerEntry } from './batch.ts';
import type { LiveView } from './live-view.ts';
import type { Ending, ViewName } from './shape.ts';
import { EntriesView } from './views/entries-view.ts';
import { ErasuresView } from './views/erasures-view.ts';
import { FrameworksView } from './views/frameworks-view.ts';
import { PeopleView } from './views/people-view.ts';
import { SubmissionsView } from './views/submissions-view.ts';

/** Some or all views over one set of tables, in the order in which they read each other. */
export class ViewSet implements LiveView {
  readonly #views: readonly LiveView[];

  constructor(db: Database, names: readonly ViewName[], ending: Ending) {
    const own = names.includes('frameworks');
    const frameworks = new FrameworksView(db, own ? ending : '');
    const make: Readonly<Record<Exclude<ViewName, 'frameworks'>, () => LiveView>> = {
      people: () => new PeopleView(db, ending),
      submissions: () => new SubmissionsView(db, ending, (ref) => frameworks.version(ref)),
      entries: () => new EntriesView(db, ending),
      erasures: () => new ErasuresView(db, ending),
    };
    const others = (['people', 'submissions', 'entries', 'erasures'] as const).filter((name) =>
      names.includes(name),
    );
    this.#views = [...(own ? [frameworks] : []), ...others.map((name) => make[name]())];
  }

  apply(entries: readonly LedgerEntry[]): void {
    for (const view of this.#views) view.apply(entries);
  }

  forget(): void {
    for (const view of this.#views) view.forget();
  }
}
