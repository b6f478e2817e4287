import type { Recorded } from '../../events/decode.ts';
import type { ConcernAct, ReviewState } from './state.ts';
import { actingPerson } from './when.ts';

type ReviewAct = Recorded<
  | 'CommentAdded'
  | 'JudgmentRecorded'
  | 'JudgmentWithdrawn'
  | 'JudgmentsMarkedStale'
  | 'ConcernRaised'
  | 'ConcernAnswered'
  | 'ConcernWithdrawn'
  | 'ConcernAdopted'
  | 'ConcernVoteRecorded'
  | 'ConcernOverruled'
  | 'JudgmentOpened'
  | 'ConcernOpened'
  | 'VoteOpened'
  | 'ActRefused'
>;

export function evolveReview(state: ReviewState, event: ReviewAct): ReviewState {
  switch (event.type) {
    case 'CommentAdded':
      return { ...state, comments: state.comments + 1 };
    case 'JudgmentRecorded':
      return judged(state, event);
    case 'JudgmentWithdrawn':
      return {
        ...state,
        judgments: state.judgments.map((judgment) =>
          judgment.event === event.data.judgment ? { ...judgment, withdrawn: event.id } : judgment,
        ),
      };
    case 'JudgmentsMarkedStale':
      return state;
    case 'ConcernRaised':
      return raised(state, event);
    case 'ConcernAnswered':
      return acted(state, event, 'answered', null);
    case 'ConcernWithdrawn':
      return acted(state, event, 'withdrawn', event.data.seat);
    case 'ConcernAdopted':
      return acted(state, event, 'adopted', event.data.seat);
    case 'ConcernOverruled':
      return acted(state, event, 'overruled', null);
    case 'ConcernVoteRecorded':
      return voted(state, event);
    case 'JudgmentOpened':
      return {
        ...state,
        judgments: state.judgments.map((judgment) =>
          judgment.event === event.data.act
            ? { ...judgment, content: event.data.judgment, opened: true }
            : judgment,
        ),
      };
    case 'ConcernOpened':
      return {
        ...state,
        raised: state.raised.map((concern) =>
          concern.event === event.data.act
            ? { ...concern, content: event.data.content, opened: true }
            : concern,
        ),
      };
    case 'VoteOpened':
      return {
        ...state,
        votes: state.votes.map((vote) =>
          vote.event === event.data.act ? { ...vote, content: event.data.vote, opened: true } : vote,
        ),
      };
    case 'ActRefused': {
      const { person, rule, act, day } = event.data;
      return { ...state, refusals: [...state.refusals, { event: event.id, person, rule, act, day }] };
    }
    default:
      return event satisfies never;
  }
}

function judged(state: ReviewState, event: Recorded<'JudgmentRecorded'>): ReviewState {
  const judgment = {
    event: event.id,
    revision: event.revision,
    seat: event.data.seat,
    holder: actingPerson(event),
    at: event.recordedAt,
    version: event.data.version,
    onCurrent: event.data.version === state.version,
    withdrawn: null,
    content: event.data.judgment ?? 'sealed',
    opened: false,
  } as const;
  return { ...state, judgments: [...state.judgments, judgment] };
}

function raised(state: ReviewState, event: Recorded<'ConcernRaised'>): ReviewState {
  const concern = {
    concern: event.data.concern,
    event: event.id,
    revision: event.revision,
    seat: event.data.seat,
    holder: actingPerson(event),
    at: event.recordedAt,
    content: event.data.content ?? 'sealed',
    opened: false,
  } as const;
  return { ...state, raised: [...state.raised, concern] };
}

/** The newest vote of a seat counts; earlier ones stay, to be opened with the others. */
function voted(state: ReviewState, event: Recorded<'ConcernVoteRecorded'>): ReviewState {
  const vote = {
    concern: event.data.concern,
    event: event.id,
    seat: event.data.seat,
    holder: actingPerson(event),
    at: event.recordedAt,
    content: event.data.vote ?? 'sealed',
    opened: false,
  } as const;
  return { ...state, votes: [...state.votes, vote] };
}

function acted(
  state: ReviewState,
  event: Recorded<'ConcernAnswered' | 'ConcernWithdrawn' | 'ConcernAdopted' | 'ConcernOverruled'>,
  kind: ConcernAct['kind'],
  seat: string | null,
): ReviewState {
  const act = {
    concern: event.data.concern,
    event: event.id,
    at: event.recordedAt,
    kind,
    seat,
    holder: actingPerson(event),
  };
  return { ...state, concernActs: [...state.concernActs, act] };
}
