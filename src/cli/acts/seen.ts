import type { JudgmentState } from '../../../projections/review-state/state.ts';
import type { ShownCase } from '../../members/members.ts';
import { inWords } from '../../members/names.ts';
import { ask, pathOf, type Reach } from '../reach/reach.ts';
import { ShownSubmission } from '../submission-shown.ts';
import type { Seen } from './fills.ts';

export interface Shown {
  readonly seen: Seen;
  readonly etag: string | null;
  /** For whoever is asked whether it is what they mean. */
  readonly about: readonly (readonly [string, string])[];
}

/** Reads a submission for whoever is about to act on it. */
export async function shownTo(reach: Reach, submission: string): Promise<Shown> {
  const path = pathOf('/api/submissions/{submission}', { submission });
  const { says, etag } = await ask(reach, ShownSubmission, { method: 'GET', path });
  const { phase, version } = says.state;
  const about = [
    ['title', inWords(says.title)],
    ['stands at', `${phase}, version ${version}`],
  ] as const;
  return { seen: seenOf(says), etag, about };
}

function seenOf({ state, seats }: Pick<ShownCase, 'state' | 'seats'>): Seen {
  const { version, panel, requests, proposals, judgments, raised, decision } = state;
  return {
    version,
    framework: panel?.framework ?? null,
    mine: seats,
    asked: requests.filter(({ answer }) => answer === null).map(({ event }) => event),
    decision: decision?.decision ?? null,
    proposals: proposals
      .filter(({ withdrawn }) => !withdrawn)
      .map(({ event, content }) => ({ event, outcome: content === 'sealed' ? null : content.outcome })),
    judgments: judgments.filter(({ withdrawn }) => withdrawn === null),
    concerns: [...raised.map(({ concern }) => concern), ...judgments.flatMap(carriedConcern)],
    declarations: new Map(
      (panel?.seats ?? []).flatMap(({ seat, interest }) =>
        interest === null ? [] : [[seat, interest.event]],
      ),
    ),
    evidence: (decision?.conditions ?? []).flatMap(({ condition, evidence }) =>
      evidence.map(({ event }) => ({ event, condition })),
    ),
  };
}

const carriedConcern = ({ content }: JudgmentState): readonly string[] =>
  content === 'sealed' || content.concern === undefined ? [] : [content.concern.concern];
