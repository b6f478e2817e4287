import { decode } from '../../events/decode.ts';
import { pseudonymOf, sealedId } from '../../events/derived-ids.ts';
import { decodeDisclosure } from '../../events/disclosure.ts';
import { LedgerError } from '../../events/errors.ts';
import { digestsOf } from '../../events/reveal.ts';
import { directoryStream } from '../../events/stream.ts';
import {
  type DirectoryState,
  foldDirectory,
  initialDirectoryState,
  isDirectoryEvent,
  type RecordedDirectoryEvent,
} from '../../projections/directory.ts';
import type { PersonFacts } from '../decider/facts.ts';
import type { EventStore } from '../store/event-store.ts';
import type { Vault } from '../vault/vault.ts';
import { SharedRead } from './shared-read.ts';

/** Enough for replays that look back: each state shares what did not change with its neighbours. */
const keptStates = 16;
const keptPseudonyms = 10_000;

/** The directory as its stream has it, brought up to the present when asked, and the pseudonyms that follow from it. */
export class Directory {
  readonly #store: EventStore;
  readonly #vault: Vault;
  readonly #present = new SharedRead(() => this.#catchUp());
  #state: DirectoryState = initialDirectoryState;
  readonly #earlier = new Map<number, DirectoryState>();
  /** Where each person's secret is kept: the digests of the entry that registered them. */
  readonly #digests = new Map<string, readonly string[]>();
  readonly #secrets = new Map<string, string>();
  #forgotten = 0;
  /** By submission and person. */
  readonly #pseudonyms = new Map<string, string>();

  constructor(store: EventStore, vault: Vault) {
    this.#store = store;
    this.#vault = vault;
  }

  /** The state at the store's present. */
  now(): Promise<DirectoryState> {
    return this.#present.now();
  }

  async #catchUp(): Promise<DirectoryState> {
    const events: RecordedDirectoryEvent[] = [];
    const range = { from: this.#state.revision + 1 };
    for await (const { body } of this.#store.readStream(directoryStream, range)) {
      const event = decode(body);
      if (!isDirectoryEvent(event)) continue;
      events.push(event);
      if (event.type === 'PersonRegistered') {
        this.#digests.set(
          event.data.person,
          digestsOf(event).map(({ digest }) => digest),
        );
      }
    }
    if (events.length > 0) this.#state = foldDirectory(this.#state, events);
    return this.#state;
  }

  /** The state at an earlier revision; null is before the first entry. */
  async at(revision: number | null): Promise<DirectoryState> {
    const now = await this.now();
    if (revision === now.revision) return now;
    if (revision === null) return initialDirectoryState;
    const kept = this.#earlier.get(revision);
    if (kept !== undefined) return kept;
    // Replays mostly go forward, as when a file is imported again: the nearest state before is most of the way.
    let before = initialDirectoryState;
    for (const [at, state] of this.#earlier) if (at < revision && at > before.revision) before = state;
    const events: RecordedDirectoryEvent[] = [];
    const range = { from: before.revision + 1, to: revision };
    for await (const { body } of this.#store.readStream(directoryStream, range)) {
      const event = decode(body);
      if (isDirectoryEvent(event)) events.push(event);
    }
    const state = foldDirectory(before, events);
    const oldest = this.#earlier.keys().next();
    if (this.#earlier.size >= keptStates && oldest.done !== true) this.#earlier.delete(oldest.value);
    this.#earlier.set(revision, state);
    return state;
  }

  /**
   * A person as the rules see them in a submission's stream, or outside one where `submission` is null.
   * Undefined for an id that the directory does not hold.
   * @throws LedgerError `disclosure-missing` when the person's secret was erased, and with it every pseudonym
   */
  async facts(
    state: DirectoryState,
    person: string,
    submission: string | null,
  ): Promise<PersonFacts | undefined> {
    const entry = state.people.get(person);
    if (entry === undefined) return undefined;
    const pseudonym = submission === null ? person : await this.pseudonym(person, submission);
    return { person, pseudonym, kind: entry.kind, roles: entry.roles, teams: entry.teams };
  }

  /** @throws LedgerError `disclosure-missing` */
  async pseudonym(person: string, submission: string): Promise<string> {
    const pseudonym = await this.pseudonymIfKept(person, submission);
    if (pseudonym !== null) return pseudonym;
    throw this.#secretMissing(person);
  }

  #secretMissing(person: string): LedgerError {
    return new LedgerError(
      'disclosure-missing',
      `the secret of person ${person} is not in the vault: they can no longer be named in a submission`,
      { digest: this.#digests.get(person)?.[0] ?? '' },
    );
  }

  /** Null where the person's secret was erased. */
  async pseudonymIfKept(person: string, submission: string): Promise<string | null> {
    const key = `${submission} ${person}`;
    const known = this.#pseudonyms.get(key);
    if (known !== undefined) return known;
    const forgotten = this.#forgotten;
    const secret = await this.#secretOf(person);
    if (secret === null) return null;
    const pseudonym = pseudonymOf(secret, submission);
    if (forgotten !== this.#forgotten) return pseudonym;
    if (this.#pseudonyms.size >= keptPseudonyms) this.#pseudonyms.clear();
    this.#pseudonyms.set(key, pseudonym);
    return pseudonym;
  }

  async #secretOf(person: string): Promise<string | null> {
    const known = this.#secrets.get(person);
    if (known !== undefined) return known;
    const digests = this.#digests.get(person) ?? [];
    const forgotten = this.#forgotten;
    for (const found of (await this.#vault.open(digests)).values()) {
      if (found.state !== 'opened') continue;
      const { name, value } = decodeDisclosure(found.disclosure.disclosure);
      if (name !== 'secret' || typeof value !== 'string') continue;
      if (forgotten === this.#forgotten) this.#secrets.set(person, value);
      return value;
    }
    return null;
  }

  /** The id of what a command of this person creates inside a sealed field. @throws LedgerError `disclosure-missing` */
  async sealedId(person: string, command: string): Promise<string> {
    const secret = await this.#secretOf(person);
    if (secret === null) throw this.#secretMissing(person);
    return sealedId(secret, command);
  }

  /** Forgets what it knows of people's secrets, after an erasure. */
  forgetSecrets(): void {
    this.#forgotten += 1;
    this.#secrets.clear();
    this.#pseudonyms.clear();
  }
}
