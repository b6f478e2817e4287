import type { RecordedDirectoryEvent } from '../../projections/directory.ts';
import { initialReviewState } from '../../projections/review-state/state.ts';
import type { Founders } from '../decider/facts.ts';
import { actingPersonOf } from './acting-person.ts';
import { type Append, eventsOf, headOf } from './append.ts';
import { directoryTelling } from './asked/directory.ts';
import type { DirectoryBook } from './directory-book.ts';
import { enact } from './enact.ts';
import { plainCircumstances } from './plain-circumstances.ts';
import { plainFacts } from './plain-facts.ts';
import type { Checked, Doubt, Fault } from './report.ts';

/** On how many open panels somebody sits, as far as links say; `moved` where that changed within seconds. */
export interface OpenSeats {
  readonly seats: number;
  readonly unlinked: boolean;
  readonly moved: boolean;
}

export interface DirectoryCheck {
  readonly append: Append<RecordedDirectoryEvent>;
  readonly directory: DirectoryBook;
  readonly founders: Founders | null;
  readonly openSeats: (person: string) => OpenSeats;
}

/** One act on the directory, decided again. Ids stand in the open there: nothing is in doubt but who sits on open panels. */
export function checkDirectory(check: DirectoryCheck): Checked {
  const { append, openSeats } = check;
  const head = headOf(append);
  const asks =
    head.type === 'RoleProposed' ||
    head.type === 'RoleGranted' ||
    head.type === 'RoleRevoked' ||
    head.type === 'TeamLeft';
  if (!asks) return { faults: decidedAgain(check, 0), doubts: new Set() };
  const { seats, unlinked, moved } = openSeats(head.data.person);
  const faults = decidedAgain(check, seats);
  const doubts = new Set<Doubt>();
  if (unlinked) doubts.add('open-seats-unlinked');
  if (faults.length === 0 || !(unlinked || moved)) return { faults, doubts };
  if (decidedAgain(check, seats === 0 ? 1 : 0).length > 0) return { faults, doubts };
  if (!unlinked) doubts.add('panels-moved');
  return { faults: [], doubts };
}

function decidedAgain({ append, directory, founders }: DirectoryCheck, seats: number): readonly Fault[] {
  const recorded = eventsOf(append);
  const [head, also] = recorded;
  return enact({
    telling: directoryTelling(head, also),
    state: initialReviewState,
    facts: plainFacts({
      directory: directory.state,
      actor: actingPersonOf(head, directory, founders),
      openSeats: () => seats,
      founders,
    }),
    circumstances: plainCircumstances(head),
    recorded,
  });
}
