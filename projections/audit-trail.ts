import type { EventType } from '../events/catalogue.ts';
import type { Recorded, RecordedEvent } from '../events/decode.ts';
import type { Basis, Imported, Via } from '../events/envelope.ts';
import { type Audience, audiences } from '../events/fields.ts';
import type { Role } from '../events/ids.ts';
import type { Occurred } from '../events/time.ts';
import { actingPerson } from './review-state/when.ts';

/** One later word on an entry. What it corrects stays where it stood. */
export interface Correction {
  readonly event: string;
  readonly revision: number;
  readonly at: string;
  readonly by: string | null;
  /** The corrected field, or `occurred`. */
  readonly field: string;
  /** Which of the texts that the field holds, where the reader holds the disclosure. */
  readonly part: string | null;
  readonly occurred: Occurred | null;
  /** The corrected public identifier. */
  readonly reference: string | null;
  /** The corrected text, where the reader holds its disclosure. */
  readonly text: string | null;
}

/** One event of a stream as an auditor reads it: what was said, when, by whom and on which ground. */
export interface TrailEntry {
  /** Leaf index in ledger order; null where only the stream is known. */
  readonly index: number | null;
  readonly id: string;
  readonly revision: number;
  readonly type: EventType;
  readonly recordedAt: string;
  /** As it was recorded; `corrections` may say otherwise. */
  readonly occurred: Occurred | null;
  readonly by: string | null;
  readonly role: Role;
  readonly team: string | null;
  readonly via: Via;
  readonly basis: Basis;
  readonly imported: Imported | null;
  readonly command: string;
  /** The event's data as far as this reader holds it open. */
  readonly says: RecordedEvent['data'];
  /** How many values are sealed for whom. */
  readonly sealed: { readonly [A in Audience]?: number };
  readonly corrections: readonly Correction[];
}

export type AuditTrail = readonly TrailEntry[];

/** An event with its place in ledger order. */
export interface Indexed<E extends RecordedEvent = RecordedEvent> {
  readonly index: number | null;
  readonly event: E;
}

/** Appends one entry; a correction also shows on the entry that it corrects, if that is there. */
export function addToTrail(trail: AuditTrail, { index, event }: Indexed): AuditTrail {
  const entry = entryOf(index, event);
  if (event.type !== 'EntryCorrected') return [...trail, entry];
  const correction = correctionOf(event);
  const corrected = trail.map((each) =>
    each.id === event.data.entry ? { ...each, corrections: [...each.corrections, correction] } : each,
  );
  return [...corrected, entry];
}

export const trailOf = (events: readonly Indexed[]): AuditTrail => events.reduce(addToTrail, []);

/** When an entry happened as its newest correction has it; null where it was never dated apart from its recording. */
export const occurredNow = ({ occurred, corrections }: TrailEntry): Occurred | null =>
  corrections.findLast((correction) => correction.occurred !== null)?.occurred ?? occurred;

function entryOf(index: number | null, event: RecordedEvent): TrailEntry {
  return {
    index,
    id: event.id,
    revision: event.revision,
    type: event.type,
    recordedAt: event.recordedAt,
    occurred: event.occurred ?? null,
    by: actingPerson(event),
    role: event.actor.role,
    team: event.actor.team ?? null,
    via: event.actor.via,
    basis: event.basis,
    imported: event.imported ?? null,
    command: event.command,
    says: event.data,
    sealed: sealedCounts(event),
    corrections: [],
  };
}

function correctionOf(event: Recorded<'EntryCorrected'>): Correction {
  return {
    event: event.id,
    revision: event.revision,
    at: event.recordedAt,
    by: actingPerson(event),
    field: event.data.field,
    occurred: event.data.occurred ?? null,
    reference: event.data.reference ?? null,
    part: event.data.reading?.part ?? null,
    text: event.data.reading?.text ?? null,
  };
}

function sealedCounts(event: RecordedEvent): TrailEntry['sealed'] {
  const fields = 'fields' in event.data ? Object.values(event.data.fields) : [];
  const counts: { [A in Audience]?: number } = {};
  for (const audience of audiences) {
    const own = event.sealed[audience]?.length ?? 0;
    const count = own + fields.filter((field) => field.audience === audience).length;
    if (count > 0) counts[audience] = count;
  }
  return counts;
}
