import fc from 'fast-check';
import type { LedgerEvent, SubmissionEvent } from '../events/catalogue.ts';
import type { RecordedEvent } from '../events/decode.ts';
import { submissionStream } from '../events/stream.ts';
import { addDays, instantFromMillis, millisOf, type Occurred } from '../events/time.ts';
import { evolve, isSubmissionEvent } from '../projections/review-state/evolve.ts';
import { initialReviewState, type ReviewState } from '../projections/review-state/state.ts';
import { possible } from './histories/acts.ts';
import { Random } from './histories/random.ts';
import { alias, people, setting } from './histories/setting.ts';
import { type Circumstance, Recorder, type Recording, uuid } from './recorded.ts';

export interface History {
  readonly recordings: readonly Recording[];
  /** All events in ledger order. */
  readonly events: readonly RecordedEvent[];
  readonly submissions: readonly string[];
  /** Instants at which something may change, and some between. */
  readonly instants: readonly string[];
  readonly disclosures: ReadonlyMap<string, string>;
}

export interface Size {
  readonly seed: number;
  readonly submissions: number;
  readonly acts: number;
  /** The verifier key that the ledger opens with; a made-up one where it is left out. */
  readonly logKey?: string;
}

interface Case {
  readonly id: string;
  readonly imported: boolean;
  state: ReviewState;
  readonly events: RecordedEvent[];
  readonly sealed: Map<string, LedgerEvent>;
}

/**
 * A whole plausible history: the ledger opens, people and a framework come, then submissions grow side by side. Every
 * fourth one is imported. The rules of governance are not asked; the folds have to bear whatever they are given.
 */
export function historyOf({ seed, submissions, acts, logKey }: Size): History {
  const random = new Random(seed);
  const recorder = new Recorder();
  const recordings: Recording[] = [...setting(recorder, logKey)];
  const cases = Array.from({ length: submissions }, (_, n): Case => {
    const id = uuid(`submission ${n} of ${seed}`);
    return { id, imported: n % 4 === 3, state: initialReviewState, events: [], sealed: new Map() };
  });
  let at = '2026-01-06T09:00:00.000Z';
  for (let count = 1; count <= acts; count += 1) {
    const one = random.pick(cases);
    if (one === undefined) break;
    at = later(at, random);
    recordings.push(grow(one, at, count, random, recorder));
  }
  const events = recordings.flatMap((recording) => recording.events);
  const instants = instantsOf(
    events,
    cases.map(({ state }) => state),
  );
  return {
    recordings,
    events,
    submissions: cases.map(({ id }) => id),
    instants,
    disclosures: recorder.disclosures,
  };
}

function grow(one: Case, at: string, count: number, random: Random, recorder: Recorder): Recording {
  const scene = {
    state: one.state,
    submission: one.id,
    at,
    count,
    random,
    events: one.events,
    sealed: one.sealed,
  };
  const options = possible({ ...scene, events: one.events.filter(isSubmissionEvent) });
  const [first, ...rest] = random.pick(options) ?? [];
  if (first === undefined) throw new Error(`nothing can follow in phase ${one.state.phase}`);
  const recording = recorder.record(
    submissionStream(one.id),
    [first, ...rest],
    circumstance(one, first, at, random),
  );
  for (const [i, event] of recording.events.entries()) {
    one.sealed.set(event.id, [first, ...rest][i] ?? first);
    one.events.push(event);
    if (isSubmissionEvent(event)) one.state = evolve(one.state, event);
  }
  return recording;
}

const systemActs: readonly string[] = ['DecisionExpired', 'ConditionBreached'];

function circumstance(one: Case, event: SubmissionEvent, at: string, random: Random): Circumstance {
  const by = alias(actorOf(event, one, random), one.id);
  const dated = one.imported ? { occurred: occurredBefore(at, random) } : {};
  if (one.imported && one.state.nativeSince === null && !random.chance(4)) {
    const imported = { source: 'tests', broke: [], ...(random.chance(80) ? { by } : {}) };
    return { at, by: uuid('importer'), role: 'service', imported, ...dated };
  }
  const role = event.type === 'JudgmentRecorded' ? 'reviewer' : 'secretary';
  const via = systemActs.includes(event.type) ? 'system' : 'token';
  return { at, by, role, via };
}

function actorOf(event: SubmissionEvent, one: Case, random: Random): string {
  if (event.type === 'SubmissionReceived' || event.type === 'SubmissionRevised') return 'sub';
  if (!('seat' in event.data)) return random.pick(people) ?? 'sec';
  const { seat: key } = event.data;
  const holder = one.state.panel?.seats.find(({ seat }) => seat === key)?.holder;
  return people.find((name) => alias(name, one.id) === holder) ?? 'sec';
}

function occurredBefore(at: string, random: Random): Occurred {
  const earlier = addDays(at, -random.below(40));
  const choices: readonly Occurred[] = [
    'unknown',
    earlier,
    earlier.slice(0, 10),
    earlier.slice(0, 7),
    { from: addDays(earlier, -9).slice(0, 10), to: earlier.slice(0, 10) },
  ];
  return random.pick(choices) ?? 'unknown';
}

function later(at: string, random: Random): string {
  const steps = [0, 1, 60_000, 3_600_000, 40_000_000, 90_000_000] as const;
  return instantFromMillis(millisOf(at) + (random.pick(steps) ?? 0));
}

function instantsOf(events: readonly RecordedEvent[], states: readonly ReviewState[]): readonly string[] {
  const recorded = events.map(({ recordedAt }) => recordedAt);
  const terms = states.flatMap(({ decision, panel }) => [
    decision?.expires,
    decision?.effective,
    ...(decision?.conditions.map(({ due }) => due) ?? []),
    panel?.deadline?.hardStop,
  ]);
  const known = [...recorded, ...terms.filter((term) => term !== null && term !== undefined)];
  const around = known.flatMap((each) => [each, instantFromMillis(millisOf(each) + 1)]);
  return [...new Set(around)].sort();
}

/** Sizes and seeds of histories; a property makes the history itself, so that a counterexample stays short. */
export const sizes = (most: Omit<Size, 'seed'>): fc.Arbitrary<Size> =>
  fc.record({
    seed: fc.nat(),
    submissions: fc.integer({ min: 1, max: most.submissions }),
    acts: fc.integer({ min: 1, max: most.acts }),
  });
