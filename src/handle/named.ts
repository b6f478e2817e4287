import type { LedgerEvent } from '../../events/catalogue.ts';
import type { RecordedEvent } from '../../events/decode.ts';

/** The pseudonyms that an event's data names in the open; links to those of a sealed proposal would count its people. */
export function namedIn({ type, data }: LedgerEvent): readonly string[] {
  switch (type) {
    case 'SubmissionReceived':
      return data.sponsor === undefined ? [] : [data.sponsor];
    case 'PanelConvened':
      return data.seats.flatMap(({ holder }) => (holder === undefined ? [] : [holder]));
    case 'AlternateSeated':
      return [data.holder];
    case 'ActRefused':
      return [data.person];
    case 'DecisionIssued':
      return data.conditions.flatMap(({ owner, verifier }) => [owner, verifier]);
    default:
      return [];
  }
}

/** All of them: who acted, in whose name, and whom the data names. */
export const pseudonymsOf = (event: RecordedEvent): readonly string[] => [
  event.actor.person,
  ...(event.imported?.by === undefined ? [] : [event.imported.by]),
  ...namedIn(event),
];
