import { decode, type RecordedEvent } from '../../events/decode.ts';
import { decodeDisclosure } from '../../events/disclosure.ts';
import { digestsOf, reveal } from '../../events/reveal.ts';
import { ruleFieldOf } from '../../events/schemas.ts';
import { evolve, isSubmissionEvent } from '../../projections/review-state/evolve.ts';
import { initialReviewState, type ReviewState } from '../../projections/review-state/state.ts';
import { actingPerson } from '../../projections/review-state/when.ts';
import type { EntryFact } from '../decider/facts.ts';
import type { Position, StoredEvent } from '../store/event-store.ts';
import type { Vault } from '../vault/vault.ts';
import type { AcceptedEvent } from './command.ts';
import { pseudonymsOf } from './named.ts';

/** What one command once came to. */
export interface Recording {
  readonly events: readonly AcceptedEvent[];
  readonly recordedAt: string;
  readonly broke: readonly string[];
  readonly position: Position;
}

/** An event with its rule fields opened where the vault can, and the salts that open them for everyone. */
export interface Opened {
  readonly event: RecordedEvent;
  readonly position: Position;
  readonly ruleSalt: string | null;
}

/** One stream as the handler knows it: what `decide` asks of its past, without the events themselves. */
export class History {
  readonly #entries = new Map<string, EntryFact>();
  readonly #commands = new Map<string, Recording>();
  readonly #named = new Set<string>();
  readonly #salts = new Map<string, string>();
  #state: ReviewState = initialReviewState;
  #revision = -1;
  #recordedAt: string | null = null;

  get state(): ReviewState {
    return this.#state;
  }
  /** Of the last event; -1 before the first. */
  get revision(): number {
    return this.#revision;
  }
  get recordedAt(): string | null {
    return this.#recordedAt;
  }

  entry(id: string): EntryFact | undefined {
    return this.#entries.get(id);
  }
  recordingOf(command: string): Recording | undefined {
    return this.#commands.get(command);
  }
  /** True when the stream's events have named this pseudonym, and so hold the link to its person. */
  hasNamed(pseudonym: string): boolean {
    return this.#named.has(pseudonym);
  }
  ruleSalt(event: string): string | undefined {
    return this.#salts.get(event);
  }

  add({ event, position, ruleSalt }: Opened): void {
    const { id, type, revision, recordedAt } = event;
    const thread = event.type === 'CommentAdded' ? (event.data.thread ?? id) : null;
    const visibility = 'visibility' in event.data ? event.data.visibility : null;
    this.#entries.set(id, { id, type, revision, by: actingPerson(event), thread, visibility });
    const before = this.#commands.get(event.command)?.events ?? [];
    this.#commands.set(event.command, {
      events: [...before, { id, type, revision }],
      recordedAt,
      broke: event.imported?.broke ?? [],
      position,
    });
    for (const pseudonym of pseudonymsOf(event)) this.#named.add(pseudonym);
    if (ruleSalt !== null) this.#salts.set(id, ruleSalt);
    if (isSubmissionEvent(event)) this.#state = evolve(this.#state, event);
    this.#revision = revision;
    this.#recordedAt = recordedAt;
  }
}

/** Reads stored events and opens their rule fields, and nothing else, from the vault: what `decide` may see (DESIGN §5.3). */
export async function openRules(stored: readonly StoredEvent[], vault: Vault): Promise<readonly Opened[]> {
  const decoded = stored.map(({ body, position }) => ({ event: decode(body), position }));
  const wanted = decoded
    .filter(({ event }) => ruleFieldOf(event.type) !== undefined)
    .flatMap(({ event }) => digestsOf(event).map(({ digest }) => digest));
  const opened = wanted.length === 0 ? new Map() : await vault.open(wanted);
  const disclosures = new Map<string, string>();
  for (const [digest, found] of opened) {
    if (found.state === 'opened') disclosures.set(digest, found.disclosure.disclosure);
  }
  return decoded.map(({ event, position }) => openRuleField(event, position, disclosures));
}

/** The event with its rule field in its place, if `disclosures` (digest → disclosure) holds it. */
export function openRuleField(
  event: RecordedEvent,
  position: Position,
  disclosures: ReadonlyMap<string, string>,
): Opened {
  const field = ruleFieldOf(event.type);
  if (field === undefined) return { event, position, ruleSalt: null };
  let ruleSalt: string | null = null;
  for (const { digest } of digestsOf(event)) {
    const disclosure = disclosures.get(digest);
    if (disclosure === undefined) continue;
    const { name, salt } = decodeDisclosure(disclosure);
    if (name === field) ruleSalt = salt;
  }
  return { event: reveal(event, disclosures, { rulesOnly: true }), position, ruleSalt };
}
