import type { Recorded } from '../../events/decode.ts';
import type { DecisionState, ReviewState, When } from './state.ts';

interface Dated {
  readonly event: string;
  readonly when: When;
}

/**
 * A corrected time shows wherever the state holds when its entry happened (DESIGN §5.7); the trail keeps both. Deadlines
 * and terms are judged by recording times and stay as they are.
 */
export function redated(state: ReviewState, { data }: Recorded<'EntryCorrected'>): ReviewState {
  const { entry, occurred } = data;
  if (occurred === undefined) return state;
  const one = <T extends Dated>(dated: T): T =>
    dated.event === entry ? { ...dated, when: { ...dated.when, occurred } } : dated;
  const maybe = <T extends Dated>(dated: T | null): T | null => (dated === null ? null : one(dated));
  const decision = (each: DecisionState): DecisionState => ({ ...one(each), revoked: maybe(each.revoked) });
  return {
    ...state,
    received: maybe(state.received),
    versions: state.versions.map(one),
    screening: maybe(state.screening),
    requests: state.requests.map(one),
    panel: maybe(state.panel),
    proposals: state.proposals.map(one),
    decision: state.decision === null ? null : decision(state.decision),
    pastDecisions: state.pastDecisions.map(decision),
    published: maybe(state.published),
    withdrawn: maybe(state.withdrawn),
    closed: maybe(state.closed),
  };
}
