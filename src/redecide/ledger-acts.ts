import type { RecordedEvent } from '../../events/decode.ts';
import { systemCommandId } from '../../events/derived-ids.ts';
import { initialLogState, type LogState, logKeys } from '../../projections/log-keys.ts';
import { isHandled } from '../../projections/projection.ts';
import { initialReviewState } from '../../projections/review-state/state.ts';
import type { Founders } from '../decider/facts.ts';
import { actingPersonOf } from './acting-person.ts';
import { type Append, eventsOf, headOf } from './append.ts';
import type { DirectoryBook } from './directory-book.ts';
import { enact, type Telling } from './enact.ts';
import { systemFaults } from './erasure-acts.ts';
import { plainCircumstances } from './plain-circumstances.ts';
import { plainFacts } from './plain-facts.ts';
import type { Fault } from './report.ts';

/** How the log began, its keys, its exports and its sealed days of reads: acts on the ledger's own stream. */
export class LedgerActs {
  #log: LogState = initialLogState;

  /** The ledger, which is the actor of what the system does by itself; null before it is open. */
  get ledger(): string | null {
    return this.#log.founded?.ledger ?? null;
  }

  get founders(): Founders | null {
    const { founded } = this.#log;
    if (founded === null) return null;
    return { administrator: founded.administrator, registrar: founded.registrar };
  }

  /** The faults of an act of these; null for one that is none. */
  check(append: Append, directory: DirectoryBook): readonly Fault[] | null {
    const head = headOf(append);
    const telling = tellingOf(head);
    if (telling === null) return null;
    const { founders } = this;
    // Who opens a ledger is one of those whom it names.
    const known = head.type === 'LedgerOpened' ? (founders ?? head.data) : founders;
    const faults = enact({
      telling,
      state: initialReviewState,
      facts: plainFacts({
        directory: directory.state,
        actor: actingPersonOf(head, directory, known),
        founders,
        log: this.#log,
      }),
      circumstances: plainCircumstances(head),
      recorded: eventsOf(append),
    });
    for (const event of eventsOf(append))
      if (isHandled(logKeys, event)) this.#log = logKeys.evolve(this.#log, event);
    return [...faults, ...systemFaults(head, this.ledger), ...dayFaults(head, this.ledger)];
  }
}

function tellingOf(event: RecordedEvent): Telling | null {
  switch (event.type) {
    case 'LedgerOpened': {
      const { ledger, origin, logKey, administrator, registrar, continues } = event.data;
      return continues === undefined
        ? { name: 'open-ledger', data: { ledger, origin, logKey, administrator, registrar } }
        : { name: 'recover-ledger', data: { origin, logKey, continues } };
    }
    case 'LogKeyAdded':
      return { name: 'add-log-key', data: { key: event.data.key } };
    case 'LogKeyRetired':
      return { name: 'retire-log-key', data: { key: event.data.key } };
    case 'ExportProduced': {
      const { export: id, audience, from, size, root, manifest } = event.data;
      return { name: 'record-export', data: { export: id, audience, from, size, root, manifest } };
    }
    case 'AccessSealed': {
      const { day, rows, saltedSha256 } = event.data;
      return { name: 'seal-access', data: { day, rows, saltedSha256 } };
    }
    default:
      return null;
  }
}

/** The command that seals a day of reads follows from the day, so that no node seals it twice. */
function dayFaults(event: RecordedEvent, ledger: string | null): readonly Fault[] {
  if (event.type !== 'AccessSealed' || ledger === null) return [];
  const expected = systemCommandId(ledger, event.type, event.data.day);
  if (event.command === expected) return [];
  const says = `its command id is ${event.command}, and the day gives ${expected}`;
  return [{ what: 'system-act', says }];
}
