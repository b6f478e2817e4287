import { momentOf } from './moment.ts';
import type { Named } from './openings.ts';
import { type Pair, pairsOf } from './pair-rows.ts';
import type { PersonRecord } from './person-record.ts';
import { type Row, type RowSource, summed } from './row.ts';

/** What one person did over all submissions. */
export interface Participation {
  readonly submitted: number;
  readonly sponsored: number;
  readonly seats: number;
  readonly seatsAs: readonly (readonly [capacity: string, count: number])[];
  readonly comments: number;
  readonly commented: number;
  readonly judgments: number;
}

const none: Participation = {
  submitted: 0,
  sponsored: 0,
  seats: 0,
  seatsAs: [],
  comments: 0,
  commented: 0,
  judgments: 0,
};

/** What each person named in one submission did there, added to what they did elsewhere. */
export function withParticipation(
  known: ReadonlyMap<string, Participation>,
  source: RowSource,
): ReadonlyMap<string, Participation> {
  const here = new Map<string, Participation>();
  const add = (person: string | null, change: (so: Participation) => Partial<Participation>): void => {
    if (person === null) return;
    const so = here.get(person) ?? known.get(person) ?? none;
    here.set(person, { ...so, ...change(so) });
  };
  const commenters = new Set<string>();
  for (const pair of pairsOf(source)) {
    add(pair.person, (so) => taken(so, pair, !commenters.has(pair.person ?? '')));
    if (pair.part === 'commenter' && pair.person !== null) commenters.add(pair.person);
  }
  for (const { by } of source.record.judgments)
    add(source.openings.who(by).person, (so) => ({ judgments: so.judgments + 1 }));
  return here;
}

function taken(so: Participation, pair: Pair, firstComment: boolean): Partial<Participation> {
  switch (pair.part) {
    case 'submitter':
      return { submitted: so.submitted + 1 };
    case 'sponsor':
      return { sponsored: so.sponsored + 1 };
    case 'seat':
      return { seats: so.seats + 1, seatsAs: [...so.seatsAs, [pair.capacity ?? 'unknown', 1]] };
    case 'commenter':
      return {
        comments: so.comments + (pair.comments ?? 0),
        commented: so.commented + (firstComment ? 1 : 0),
      };
    default:
      return pair.part satisfies never;
  }
}

export function personRow(record: PersonRecord, named: Named, did: Participation = none): Row {
  return {
    person: record.person,
    name: named.name,
    personKey: named.personKey,
    kind: record.kind,
    registered: momentOf(record.registered),
    roles: record.roles,
    teams: record.teams,
    submitted: did.submitted,
    sponsored: did.sponsored,
    seats: did.seats,
    seatsAs: summed(did.seatsAs),
    comments: did.comments,
    commented: did.commented,
    judgments: did.judgments,
  };
}
