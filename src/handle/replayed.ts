import { canonical, type Json } from '../../events/canonical.ts';
import type { LedgerEvent } from '../../events/catalogue.ts';
import { decode, type RecordedEvent } from '../../events/decode.ts';
import { isConfidential } from '../../events/fields.ts';
import { isJsonObject, toJson } from '../../events/json.ts';
import { digestsOf, reveal } from '../../events/reveal.ts';
import { schemaOf } from '../../events/schemas.ts';
import type { EventStore } from '../store/event-store.ts';
import type { Vault } from '../vault/vault.ts';
import { History, openRuleField } from './history.ts';

/** A stream read again from its beginning, for commands that were recorded before. */
export interface Reread {
  /** As it was before the recorded command. */
  readonly before: History;
  /** What the command came to, with all that the vault still opens in it. */
  readonly events: readonly RecordedEvent[];
}

/** Events kept while a file is imported again, whose acts come in the order of their entries; whole streams, the newest in use. */
const keptEvents = 20_000;

interface Kept {
  readonly recorded: readonly RecordedEvent[];
  readonly disclosures: ReadonlyMap<string, string>;
  before: History;
}

/** Reads what a command was decided on, and what it came to; replays in order go through a stream once. */
export class Rereader {
  readonly #store: EventStore;
  readonly #vault: Vault;
  readonly #kept = new Map<string, Kept>();
  #events = 0;
  #forgotten = 0;

  constructor(store: EventStore, vault: Vault) {
    this.#store = store;
    this.#vault = vault;
  }

  async read(stream: string, first: number, last: number): Promise<Reread> {
    const kept = await this.#load(stream, last);
    if (kept.before.revision >= first) kept.before = new History();
    for (const event of kept.recorded.slice(kept.before.revision + 1, first)) {
      kept.before.add(openRuleField(event, '', kept.disclosures));
    }
    const events = kept.recorded.slice(first, last + 1).map((event) => reveal(event, kept.disclosures));
    return { before: kept.before, events };
  }

  /** Lets go of all that it has opened, after an erasure. */
  forget(): void {
    this.#kept.clear();
    this.#events = 0;
    this.#forgotten += 1;
  }

  async #load(stream: string, last: number): Promise<Kept> {
    const known = this.#kept.get(stream);
    if (known !== undefined) this.#forget(stream, known);
    const forgotten = this.#forgotten;
    const kept = known !== undefined && known.recorded.length > last ? known : await this.#open(stream);
    // What was opened before an erasure is used once more, and not kept.
    if (forgotten !== this.#forgotten) return kept;
    this.#kept.set(stream, kept);
    this.#events += kept.recorded.length;
    for (const [other, each] of this.#kept) {
      if (this.#events <= keptEvents || other === stream) break;
      this.#forget(other, each);
    }
    return kept;
  }

  #forget(stream: string, kept: Kept): void {
    this.#kept.delete(stream);
    this.#events -= kept.recorded.length;
  }

  async #open(stream: string): Promise<Kept> {
    const recorded: RecordedEvent[] = [];
    for await (const { body } of this.#store.readStream(stream)) recorded.push(decode(body));
    const digests = recorded.flatMap((event) => digestsOf(event).map(({ digest }) => digest));
    const disclosures = new Map<string, string>();
    for (const [digest, found] of await this.#vault.open(digests)) {
      if (found.state === 'opened') disclosures.set(digest, found.disclosure.disclosure);
    }
    return { recorded, disclosures, before: new History() };
  }
}

/**
 * Equal public data, as many sealed values, and equal ones where they can be opened; one that can no longer be opened
 * counts as equal (DESIGN §5.5). `decided` has its links, as it would be sealed.
 */
export function sameEvent(decided: LedgerEvent, recorded: RecordedEvent): boolean {
  if (decided.type !== recorded.type || sealedValues(decided) !== digestsOf(recorded).length) return false;
  const mine = jsonData(decided.data);
  const theirs = jsonData(recorded.data);
  for (const [name, { mark }] of schemaOf(recorded.type).fields) {
    if (isNewEachTime(recorded.type, name)) continue;
    const [a, b] = [mine[name], theirs[name]];
    const same = isConfidential(mark)
      ? sameSealed(a, b, mark.each)
      : mark?.kind === 'submission-fields'
        ? sameFields(a, b)
        : text(a) === text(b);
    if (!same) return false;
  }
  return true;
}

/** A new person's secret is made at random wherever they are registered from, also when that is tried again. */
const isNewEachTime = (type: RecordedEvent['type'], field: string): boolean =>
  type === 'PersonRegistered' && field === 'secret';

/** How many digests the event would have, or has, once sealed. */
function sealedValues({ type, data }: LedgerEvent): number {
  const values = jsonData(data);
  let count = 0;
  for (const [name, { mark }] of schemaOf(type).fields) {
    const value = values[name];
    if (value === undefined) continue;
    const isMany = mark?.kind === 'submission-fields' || (isConfidential(mark) && mark.each);
    if (isMany) count += Object.keys(jsonData(value)).length;
    else if (isConfidential(mark)) count += 1;
  }
  return count;
}

function sameSealed(mine: Json | undefined, theirs: Json | undefined, each: boolean): boolean {
  if (!each) return theirs === undefined || text(mine) === text(theirs);
  const [a, b] = [jsonData(mine), jsonData(theirs)];
  return Object.keys(b).every((key) => text(a[key]) === text(b[key]));
}

/** A field that keeps its digest says no value; one that is sealed anew has no digest yet. */
function sameFields(mine: Json | undefined, theirs: Json | undefined): boolean {
  const [a, b] = [jsonData(mine), jsonData(theirs)];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => {
    const [x, y] = [jsonData(a[name]), jsonData(b[name])];
    if (x['audience'] !== y['audience']) return false;
    if (x['digest'] !== undefined) return x['digest'] === y['digest'];
    return y['value'] === undefined ? y['digest'] !== undefined : x['value'] === y['value'];
  });
}

const text = (value: Json | undefined): string => (value === undefined ? '' : canonical(value));

function jsonData(value: unknown): { readonly [name: string]: Json } {
  const json = value === undefined ? null : toJson(value);
  return isJsonObject(json) ? json : {};
}
