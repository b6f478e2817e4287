import { v5 } from 'uuid';
import { canonical, parseCanonical } from '../../events/canonical.ts';
import { LedgerError } from '../../events/errors.ts';
import { isJsonObject } from '../../events/json.ts';
import { parseCheckpoint } from '../checkpoint/checkpoint.ts';
import { parseNote } from '../checkpoint/note.ts';
import { checkpointStream, type EventStore, type StoredEvent } from '../store/event-store.ts';
import type { Published } from './published-log.ts';

/** Names in this space are the notes themselves, so that one note is appended once. */
const noteIds = 'b6b3f4f5-8f0e-4c55-9a5e-0d5a7a6f3a10';

/** `CheckpointSigned`: a head. `CheckpointCosigned`: the same head with more signatures. */
export type CheckpointKind = 'CheckpointSigned' | 'CheckpointCosigned';

/** A checkpoint as it stands in its stream. */
export interface KeptCheckpoint extends Published {
  readonly origin: string;
  readonly revision: number;
}

/**
 * Every checkpoint that was ever signed, in the one stream that is no part of the tree. Sizes never fall within one origin.
 */
export class CheckpointStream {
  readonly #store: EventStore;
  #revision: number | null = null;

  constructor(store: EventStore) {
    this.#store = store;
  }

  /** The last one; null before the first. Reads the store, for another process may have added to it. */
  async newest(): Promise<KeptCheckpoint | null> {
    const last = await this.#last();
    return last === null ? null : kept(last);
  }

  /** @throws LedgerError `revision-conflict` where somebody else appended meanwhile, and as the store */
  async append(kind: CheckpointKind, note: string): Promise<void> {
    const revision = this.#revision ?? (await this.#last())?.revision ?? -1;
    const id = v5(note, noteIds);
    const body = canonical({ checkpoint: note, type: kind });
    try {
      const { last } = await this.#store.append(
        checkpointStream,
        revision < 0 ? 'absent' : { at: revision },
        [{ id, type: kind, body }],
      );
      this.#revision = last;
    } catch (error) {
      this.#revision = null;
      throw error;
    }
  }

  /** The newest one of this size and origin; null where none was made. */
  async ofSize(size: number, origin: string): Promise<KeptCheckpoint | null> {
    let found: KeptCheckpoint | null = null;
    let low = 0;
    let high = (await this.#last())?.revision ?? -1;
    while (low <= high) {
      const middle = Math.floor((low + high) / 2);
      const at = await this.at(middle);
      if (at === null) break;
      if (at.origin === origin && at.size === size) found = at;
      // Another origin began later, or ended before.
      if (at.origin === origin && at.size > size) high = middle - 1;
      else low = middle + 1;
    }
    return found;
  }

  async at(revision: number): Promise<KeptCheckpoint | null> {
    for await (const stored of this.#store.readStream(checkpointStream, { from: revision, to: revision }))
      return kept(stored);
    return null;
  }

  /** The last revision is found by doubling and halving: the port reads a stream from a revision on, and not backwards. */
  async #last(): Promise<StoredEvent | null> {
    const at = async (revision: number): Promise<StoredEvent | null> => {
      for await (const stored of this.#store.readStream(checkpointStream, { from: revision, to: revision }))
        return stored;
      return null;
    };
    let low = this.#revision ?? 0;
    let last = await at(low);
    if (last === null) return null;
    let step = 1;
    for (let next = await at(low + step); next !== null; next = await at(low + step)) {
      low += step;
      last = next;
      step *= 2;
    }
    for (; step >= 1; step = Math.floor(step / 2)) {
      const next = await at(low + step);
      if (next === null) continue;
      low += step;
      last = next;
    }
    this.#revision = last.revision;
    return last;
  }
}

/** @throws LedgerError `integrity-violation` for what is no checkpoint */
function kept({ body, revision }: StoredEvent): KeptCheckpoint {
  try {
    const json = parseCanonical(body);
    const note = isJsonObject(json) ? json['checkpoint'] : null;
    if (typeof note !== 'string') throw new TypeError('no note');
    return { note, revision, ...parseCheckpoint(parseNote(note).text) };
  } catch (cause) {
    const where = `${checkpointStream}@${revision}`;
    throw new LedgerError(
      'integrity-violation',
      `the entry at ${where} is no checkpoint: it was changed in the store`,
      { where },
      { cause },
    );
  }
}
