import type { Envelope } from '../../events/envelope.ts';
import type { When } from './state.ts';

export const when = (event: Pick<Envelope, 'recordedAt' | 'occurred'>): When =>
  event.occurred === undefined
    ? { recordedAt: event.recordedAt }
    : { recordedAt: event.recordedAt, occurred: event.occurred };

/** Whose act an event is: in imported history the claimed person, who may be unknown; else the actor. */
export const actingPerson = (event: Pick<Envelope, 'actor' | 'imported'>): string | null =>
  event.imported === undefined ? event.actor.person : (event.imported.by ?? null);
