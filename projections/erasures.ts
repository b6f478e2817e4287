import type { EventOf } from '../events/catalogue.ts';
import type { RecordedEvent } from '../events/decode.ts';
import type { ActOfRecord } from './holds.ts';
import { isHandled, type Projection } from './projection.ts';

export type Ground = EventOf<'ErasureProposed'>['data']['ground'];

export interface ProposedErasure extends ActOfRecord {
  readonly ground: Ground;
  readonly submissions: readonly string[];
  /** Directory ids; null where the reader cannot open whom it is about. */
  readonly people: readonly string[] | null;
  readonly digests: readonly string[];
}

export interface ErasedPart extends Omit<ActOfRecord, 'by'> {
  readonly part: number;
  readonly of: number;
  readonly digests: number;
}

/** One erasure, from its proposal to the last of its keys. */
export interface ErasureState {
  readonly proposed: ProposedErasure | null;
  readonly approved: ActOfRecord | null;
  readonly parts: readonly ErasedPart[];
}

export const initialErasureState: ErasureState = { proposed: null, approved: null, parts: [] };

export const erasureView: Projection<
  ErasureState,
  'ErasureProposed' | 'ErasureApproved' | 'DisclosuresErased'
> = {
  name: 'erasures',
  version: 1,
  handles: ['ErasureProposed', 'ErasureApproved', 'DisclosuresErased'],
  initialState: initialErasureState,
  evolve: (state, event) => {
    const act = { event: event.id, by: event.actor.person, at: event.recordedAt };
    switch (event.type) {
      case 'ErasureProposed': {
        const { ground, submissions, people, digests } = event.data;
        const proposed = { ...act, ground, submissions, people: people ?? null, digests: digests ?? [] };
        return { ...state, proposed };
      }
      case 'ErasureApproved':
        return { ...state, approved: act };
      case 'DisclosuresErased': {
        const { part, of, digests } = event.data;
        const erased = { event: event.id, at: event.recordedAt, part, of, digests: digests.length };
        return { ...state, parts: [...state.parts, erased] };
      }
      default:
        return event satisfies never;
    }
  },
};

export const foldErasure = (state: ErasureState, events: readonly RecordedEvent[]): ErasureState =>
  events.reduce(
    (held, event) => (isHandled(erasureView, event) ? erasureView.evolve(held, event) : held),
    state,
  );

/** Every key is destroyed, and that is on record. */
export function isFinished({ parts }: Pick<ErasureState, 'parts'>): boolean {
  const last = parts.at(-1);
  return last !== undefined && last.part === last.of;
}
