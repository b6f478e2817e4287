import type { RecordedEvent } from '../../events/decode.ts';
import { erasureStream, ledgerStream, submissionStream } from '../../events/stream.ts';
import type { DirectoryState } from '../../projections/directory.ts';
import { type ErasureState, foldErasure, initialErasureState } from '../../projections/erasures.ts';
import { foldHolds, type HoldsState, initialHoldsState, isInForce } from '../../projections/holds.ts';
import type { Asked } from '../commands/catalogue.ts';
import type { ErasingFacts } from '../decider/facts.ts';
import { coveredBy, holdOn, type Selection } from '../erasure/covered.ts';
import { commandRules } from '../permissions/commands.ts';
import type { EventStore, StoredEvent } from '../store/event-store.ts';
import type { Vault } from '../vault/vault.ts';
import type { Command } from './command.ts';
import { openRules } from './history.ts';

const pageEvents = 1_000;

interface Sources {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly vault: Vault;
}

/** Commands that ask for it, of the ledger's own stream; every command of an erasure's stream does. */
const onHolds: readonly Asked['name'][] = ['place-hold', 'release-hold', 'set-retention'];

/** Not where its author holds no role for it, which is refused before: to look through a history takes time. */
export function asksWhatIsErased({ asked, actor, via }: Command, directory?: DirectoryState): boolean {
  if (!onHolds.includes(asked.name) && !isOnErasure(asked)) return false;
  if (via === 'system' || directory === undefined) return true;
  const roles = actor === null ? [] : (directory.people.get(actor)?.roles ?? []);
  return commandRules[asked.name].grants.some(({ role }) => roles.includes(role));
}

const isOnErasure = ({ name }: Asked): boolean =>
  name === 'propose-erasure' || name === 'approve-erasure' || name === 'record-erased';

/** Read from the streams each time, so that nothing is kept of what is erased. Up to before `revision`, or to the present. */
async function* opened(
  { store, vault }: Sources,
  stream: string,
  before?: number,
): AsyncGenerator<RecordedEvent> {
  let page: StoredEvent[] = [];
  const range = before === undefined ? {} : { to: before - 1 };
  if (before === 0) return;
  for await (const event of store.readStream(stream, range)) {
    page.push(event);
    if (page.length < pageEvents) continue;
    for (const each of await openRules(page, vault)) yield each.event;
    page = [];
  }
  for (const each of await openRules(page, vault)) yield each.event;
}

/** Holds and retention, as far as the ledger's stream went. */
export async function holdsOf(sources: Sources, before?: number): Promise<HoldsState> {
  let state = initialHoldsState;
  for await (const event of opened(sources, ledgerStream, before)) state = foldHolds(state, [event]);
  return state;
}

export async function erasureOf(sources: Sources, erasure: string, before?: number): Promise<ErasureState> {
  let state = initialErasureState;
  for await (const event of opened(sources, erasureStream(erasure), before))
    state = foldErasure(state, [event]);
  return state;
}

const nothing: ErasingFacts['covered'] = { digests: 0, submissions: [], hold: null };

/** What decides on holds and erasures, as it is now. */
export async function erasingNow(sources: Sources, command: Command, at: string): Promise<ErasingFacts> {
  const { asked, subject } = command;
  const holds = await holdsOf(sources);
  const erasure = isOnErasure(asked) ? await erasureOf(sources, subject) : initialErasureState;
  const selection = selectionOf(asked, erasure);
  const unknown = await unknownIn(sources, selection);
  const facts = { holds, erasure, unknown };
  if (!isOnErasure(asked) || asked.name === 'record-erased') return { ...facts, covered: nothing };
  const covered = await coveredBy(sources, selection);
  const inForce = holds.holds.filter((hold) => isInForce(hold, at));
  return {
    ...facts,
    unknown: [...unknown, ...covered.unknown.map((id) => ({ field: 'digests', id }))],
    covered: {
      digests: covered.streams.reduce((sum, { digests }) => sum + digests.length, 0),
      submissions: covered.streams.flatMap(({ stream, needed, end }) =>
        stream.startsWith(submissionPrefix)
          ? [{ submission: stream.slice(submissionPrefix.length), isNeeded: needed.length > 0, end }]
          : [],
      ),
      hold: (await holdOn(sources.vault, inForce, selection, covered))?.hold ?? null,
    },
  };
}

const submissionPrefix = submissionStream('');

/** As it was at an earlier revision of its stream. What it covered is not known of the past: the act went through. */
export async function erasingThen(
  sources: Sources,
  command: Command,
  revision: number,
): Promise<ErasingFacts> {
  const onErasure = isOnErasure(command.asked);
  return {
    holds: onErasure ? initialHoldsState : await holdsOf(sources, revision),
    erasure: onErasure ? await erasureOf(sources, command.subject, revision) : initialErasureState,
    unknown: [],
    covered: { ...nothing, digests: 1 },
  };
}

function selectionOf(asked: Asked, { proposed }: ErasureState): Selection {
  switch (asked.name) {
    case 'place-hold':
      return { submissions: asked.data.submissions ?? [], people: asked.data.people ?? [], digests: [] };
    case 'propose-erasure': {
      const { submissions = [], people = [], digests = [] } = asked.data;
      return { submissions, people, digests };
    }
    case 'approve-erasure':
      return {
        submissions: proposed?.submissions ?? [],
        people: proposed?.people ?? [],
        digests: proposed?.digests ?? [],
      };
    default:
      return { submissions: [], people: [], digests: [] };
  }
}

async function unknownIn({ store }: Sources, { submissions }: Selection): Promise<ErasingFacts['unknown']> {
  const unknown: { field: string; id: string }[] = [];
  for (const id of submissions) {
    let there = false;
    for await (const _ of store.readStream(submissionStream(id), { to: 0 })) there = true;
    if (!there) unknown.push({ field: 'submissions', id });
  }
  return unknown;
}
