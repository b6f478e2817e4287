import type { Database } from 'better-sqlite3';
import type { FrameworkState, FrameworkVersion } from '../../../projections/framework-versions.ts';
import { isHandled } from '../../../projections/projection.ts';
import { frameworksView } from '../../../projections/views.ts';
import type { LedgerEntry } from '../batch.ts';
import { parsed } from '../kept-json.ts';
import type { LiveView } from '../live-view.ts';
import type { Ending } from '../shape.ts';

/** Every framework with its versions, and each version by its pinned name. */
export class FrameworksView implements LiveView {
  readonly #get;
  readonly #put;
  readonly #putVersion;
  readonly #getVersion;
  /** Pinned versions never change but for being retired, which no rule of a convened panel reads. */
  readonly #versions = new Map<string, FrameworkVersion>();

  constructor(db: Database, ending: Ending) {
    this.#get = db.prepare<[string], string>(`SELECT state FROM framework${ending} WHERE key = ?`).pluck();
    this.#put = db.prepare<[string, string]>(`INSERT OR REPLACE INTO framework${ending} VALUES (?, ?)`);
    this.#putVersion = db.prepare<[string, string, string]>(
      `INSERT OR REPLACE INTO framework_version${ending} VALUES (?, ?, ?)`,
    );
    this.#getVersion = db
      .prepare<[string], string>(`SELECT version FROM framework_version${ending} WHERE ref = ?`)
      .pluck();
  }

  apply(entries: readonly LedgerEntry[]): void {
    const states = new Map<string, FrameworkState>();
    for (const { event } of entries) {
      if (!isHandled(frameworksView, event)) continue;
      const key = event.stream.slice('framework-'.length);
      const before = states.get(key) ?? this.#load(key);
      states.set(key, frameworksView.evolve(before, event));
    }
    for (const [key, state] of states) {
      this.#put.run(key, JSON.stringify(state));
      for (const version of state.versions) {
        this.#putVersion.run(version.ref, key, JSON.stringify(version));
        this.#versions.delete(version.ref);
      }
    }
  }

  version(ref: string): FrameworkVersion | null {
    const known = this.#versions.get(ref);
    if (known !== undefined) return known;
    const text = this.#getVersion.get(ref);
    if (text === undefined) return null;
    const version = parsed<FrameworkVersion>(text);
    if (this.#versions.size >= versionsKept) this.#versions.clear();
    this.#versions.set(ref, version);
    return version;
  }

  forget(): void {
    this.#versions.clear();
  }

  #load(key: string): FrameworkState {
    const text = this.#get.get(key);
    return text === undefined ? frameworksView.initialState : parsed<FrameworkState>(text);
  }
}

const versionsKept = 50;
