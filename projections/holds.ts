import type { RecordedEvent } from '../events/decode.ts';
import type { RecordClass } from '../events/ledger.ts';
import { isHandled, type Projection } from './projection.ts';

/** By whom and when something was recorded. */
export interface ActOfRecord {
  readonly event: string;
  readonly by: string;
  readonly at: string;
}

export interface HoldState {
  readonly hold: string;
  readonly submissions: readonly string[];
  /** Directory ids; null where the reader cannot open whom it is about. */
  readonly people: readonly string[] | null;
  /** The last instant at which it holds by itself; null for until it is released. */
  readonly until: string | null;
  readonly placed: ActOfRecord;
  readonly released: ActOfRecord | null;
}

export interface RetentionRule {
  readonly days: number;
  readonly set: ActOfRecord;
}

/** What may not be erased yet, as the ledger's own stream says it. */
export interface HoldsState {
  readonly holds: readonly HoldState[];
  readonly retention: { readonly [C in RecordClass]?: RetentionRule };
}

export const initialHoldsState: HoldsState = { holds: [], retention: {} };

export const holdsView: Projection<HoldsState, 'HoldPlaced' | 'HoldReleased' | 'RetentionSet'> = {
  name: 'holds',
  version: 1,
  handles: ['HoldPlaced', 'HoldReleased', 'RetentionSet'],
  initialState: initialHoldsState,
  evolve: (state, event) => {
    const act = { event: event.id, by: event.actor.person, at: event.recordedAt };
    switch (event.type) {
      case 'HoldPlaced': {
        const { hold, submissions, people, until } = event.data;
        const placed: HoldState = {
          hold,
          submissions,
          people: people ?? null,
          until: until ?? null,
          placed: act,
          released: null,
        };
        return { ...state, holds: [...state.holds, placed] };
      }
      case 'HoldReleased': {
        const { hold } = event.data;
        const holds = state.holds.map((each) => (each.hold === hold ? { ...each, released: act } : each));
        return { ...state, holds };
      }
      case 'RetentionSet': {
        const { recordClass, days } = event.data;
        return { ...state, retention: { ...state.retention, [recordClass]: { days, set: act } } };
      }
      default:
        return event satisfies never;
    }
  },
};

export const foldHolds = (state: HoldsState, events: readonly RecordedEvent[]): HoldsState =>
  events.reduce((held, event) => (isHandled(holdsView, event) ? holdsView.evolve(held, event) : held), state);

/** Equality is in time: at its last instant a hold still holds. */
export const isInForce = ({ released, until }: HoldState, at: string): boolean =>
  released === null && (until === null || at <= until);
