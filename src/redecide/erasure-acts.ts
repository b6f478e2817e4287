import type { RecordedEvent } from '../../events/decode.ts';
import { ledgerStream, submissionStream } from '../../events/stream.ts';
import { type ErasureState, foldErasure, initialErasureState } from '../../projections/erasures.ts';
import { foldHolds, type HoldsState, initialHoldsState, isInForce } from '../../projections/holds.ts';
import { initialReviewState } from '../../projections/review-state/state.ts';
import type { ErasingFacts, Founders } from '../decider/facts.ts';
import { actingPersonOf } from './acting-person.ts';
import { type Append, eventsOf, headOf } from './append.ts';
import type { DirectoryBook } from './directory-book.ts';
import { enact, type Telling } from './enact.ts';
import { plainCircumstances } from './plain-circumstances.ts';
import { plainFacts } from './plain-facts.ts';
import type { Checked, Doubt, Fault } from './report.ts';
import { PROSE } from './stand-ins.ts';

type Covered = ErasingFacts['covered']['submissions'][number];

/** What of the rest of the log holds and erasures depend on. */
export interface ErasingAround {
  readonly directory: DirectoryBook;
  readonly founders: Founders | null;
  readonly ledger: string | null;
  /** How a case stands towards an erasure of it; undefined for one that there is not. */
  readonly caseOf: (stream: string) => Omit<Covered, 'submission'> | undefined;
}

/**
 * Holds, retention and erasures, decided again: who acts, that it takes two people (SOD-8), and that nothing is erased that
 * a hold, a term or an open review keeps. Whom a hold or an erasure is about is sealed: of that only the cases are asked.
 */
export class ErasureActs {
  #holds: HoldsState = initialHoldsState;
  readonly #erasures = new Map<string, ErasureState>();

  /** What came of an act of these; null for one that is none. */
  check(append: Append, around: ErasingAround): Checked | null {
    const head = headOf(append);
    const telling = tellingOf(head, around.founders);
    if (telling === null) return null;
    const { directory, founders } = around;
    const erasure = this.#erasures.get(append.stream) ?? initialErasureState;
    const faults = enact({
      telling,
      state: initialReviewState,
      facts: plainFacts({
        directory: directory.state,
        actor: actingPersonOf(head, directory, founders),
        founders,
        erasing: this.#facts(head, erasure, around),
      }),
      circumstances: plainCircumstances(head),
      recorded: eventsOf(append),
    });
    this.#fold(append, erasure);
    const doubts = new Set<Doubt>(sealsPeople.includes(head.type) ? ['sealed'] : []);
    return { faults: [...faults, ...systemFaults(head, around.ledger)], doubts };
  }

  #fold(append: Append, erasure: ErasureState): void {
    if (append.stream === ledgerStream) this.#holds = foldHolds(this.#holds, eventsOf(append));
    else this.#erasures.set(append.stream, foldErasure(erasure, eventsOf(append)));
  }

  #facts(head: RecordedEvent, erasure: ErasureState, { caseOf, founders }: ErasingAround): ErasingFacts {
    const { proposed } = erasure;
    const submissions = submissionsOf(head, erasure);
    const cases = submissions.map((submission) => ({
      submission,
      case: caseOf(submissionStream(submission)),
    }));
    const inForce = this.#holds.holds.filter((hold) => isInForce(hold, head.recordedAt));
    const hold = inForce.find((each) => each.submissions.some((one) => submissions.includes(one)));
    return {
      holds: this.#holds,
      erasure: {
        ...erasure,
        proposed: proposed === null ? null : { ...proposed, people: standIn(founders) },
      },
      unknown: cases.flatMap((each) =>
        each.case === undefined ? [{ field: 'submissions', id: each.submission }] : [],
      ),
      covered: {
        digests: 1,
        submissions: cases.flatMap((each) =>
          each.case === undefined ? [] : [{ submission: each.submission, ...each.case }],
        ),
        hold: hold?.hold ?? null,
      },
    };
  }
}

const sealsPeople: readonly RecordedEvent['type'][] = ['HoldPlaced', 'ErasureProposed', 'ErasureApproved'];

/** Stands for people who are sealed: somebody who is in every directory. */
const standIn = (founders: Founders | null): string[] => (founders === null ? [] : [founders.registrar]);

const submissionsOf = (event: RecordedEvent, { proposed }: ErasureState): readonly string[] =>
  event.type === 'ErasureApproved'
    ? (proposed?.submissions ?? [])
    : event.type === 'ErasureProposed' || event.type === 'HoldPlaced'
      ? event.data.submissions
      : [];

function tellingOf(event: RecordedEvent, founders: Founders | null): Telling | null {
  switch (event.type) {
    case 'HoldPlaced': {
      const { submissions, until } = event.data;
      const term = until === undefined ? {} : { until };
      return { name: 'place-hold', data: { submissions, people: standIn(founders), ...term, reason: PROSE } };
    }
    case 'HoldReleased':
      return { name: 'release-hold', data: { hold: event.data.hold, reason: PROSE } };
    case 'RetentionSet': {
      const { recordClass, days } = event.data;
      return { name: 'set-retention', data: { recordClass, days, reason: PROSE } };
    }
    case 'ErasureProposed': {
      const { submissions, digests, ground } = event.data;
      const some = digests === undefined ? {} : { digests };
      return {
        name: 'propose-erasure',
        data: { submissions, people: standIn(founders), ...some, ground, reason: PROSE },
      };
    }
    case 'ErasureApproved':
      return { name: 'approve-erasure', data: { proposal: event.data.proposal } };
    case 'DisclosuresErased': {
      const { proposal, part, of, digests } = event.data;
      return { name: 'record-erased', data: { proposal, part, of, digests } };
    }
    default:
      return null;
  }
}

/** What the ledger says by itself is the ledger's. */
export function systemFaults({ actor }: RecordedEvent, ledger: string | null): readonly Fault[] {
  if (actor.via !== 'system' || (actor.person === ledger && actor.role === 'service')) return [];
  const says = `its actor is ${actor.person} as ${actor.role}, and it is the act of the ledger, ${ledger ?? 'unknown'}`;
  return [{ what: 'system-act', says }];
}
