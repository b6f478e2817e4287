import { digestsOf } from '../../events/reveal.ts';
import type { RecordedSubmissionEvent } from '../../projections/review-state/evolve.ts';
import { actingPerson } from '../../projections/review-state/when.ts';
import type { ErasedBy } from '../projector/answers.ts';
import type { Reading, Standing } from './reader.ts';

/** A text as it stands for a reader. */
export interface ToldText {
  readonly state: Standing | 'not-given';
  readonly value: unknown;
  /** Where it is erased: by which entry; null where none says so. */
  readonly erased?: ErasedBy | null;
}

export interface Told {
  readonly event: string;
  readonly at: string;
  /** The pseudonym of whose word it is; null where imported history does not say. */
  readonly by: string | null;
  readonly role: string;
  readonly team: string | null;
}

export const told = (event: RecordedSubmissionEvent): Told => ({
  event: event.id,
  at: event.recordedAt,
  by: actingPerson(event),
  role: event.actor.role,
  team: event.actor.team ?? null,
});

/** A sealed field of an event: what it says, or why it does not. */
export function textOf({ values }: Reading, event: RecordedSubmissionEvent, value: unknown): ToldText {
  if (value !== undefined) return { state: 'opened', value };
  const standings = digestsOf(event)
    .filter(({ audience }) => audience !== 'auditors' && audience !== 'custodian')
    .map(({ digest }) => values.get(digest));
  const gone = standings.find((each) => each?.state === 'erased');
  if (gone !== undefined) return { state: 'erased', value: null, erased: gone.erased ?? null };
  return {
    state: standings.some((each) => each?.state === 'withheld') ? 'withheld' : 'not-given',
    value: null,
  };
}
