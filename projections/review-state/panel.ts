import type { Recorded } from '../../events/decode.ts';
import { withPresumed } from './presumed.ts';
import { nothingJudged, type ReviewState, type SeatState } from './state.ts';
import { when } from './when.ts';

type PanelAct = Recorded<
  | 'PanelConvened'
  | 'SeatDeclined'
  | 'SeatVacated'
  | 'AlternateSeated'
  | 'InterestDeclared'
  | 'InterestCleared'
  | 'ReviewerRecused'
  | 'RecusalLifted'
  | 'PanelDissolved'
  | 'DueDateSet'
  | 'DueDateExtended'
>;

export function evolvePanel(state: ReviewState, event: PanelAct): ReviewState {
  switch (event.type) {
    case 'PanelConvened':
      return convened(state, event);
    case 'SeatDeclined':
    case 'SeatVacated':
      return onSeat(state, event.data.seat, (seat) => ({
        ...seat,
        status: 'vacant',
        since: event.recordedAt,
        changes: [...seat.changes, event.id],
      }));
    case 'AlternateSeated':
      return onSeat(state, event.data.seat, (seat) => ({
        ...seat,
        holder: event.data.holder,
        status: 'sitting',
        since: event.recordedAt,
        interest: null,
        changes: [...seat.changes, event.id],
      }));
    case 'InterestDeclared':
      return onSeat(state, event.data.seat, (seat) => ({
        ...seat,
        interest: {
          event: event.id,
          at: event.recordedAt,
          kind: event.data.kind,
          // A later `none` does not undo a declared interest: somebody else has to clear it.
          cleared: event.data.kind === 'none' && seat.interest?.cleared !== false,
        },
      }));
    case 'InterestCleared':
      return onSeat(state, event.data.seat, (seat) =>
        seat.interest?.event === event.data.declaration
          ? { ...seat, interest: { ...seat.interest, cleared: true } }
          : seat,
      );
    case 'ReviewerRecused':
      return recused(state, event);
    case 'RecusalLifted':
      return lifted(state, event);
    case 'PanelDissolved':
      return {
        ...state,
        phase: 'screening',
        screening: withPresumed(state.screening, event),
        panel: null,
        ...nothingJudged,
      };
    case 'DueDateSet':
      return withDeadline(state, event, 0);
    case 'DueDateExtended':
      return withDeadline(state, event, 1);
    default:
      return event satisfies never;
  }
}

function convened(state: ReviewState, event: Recorded<'PanelConvened'>): ReviewState {
  const seats = event.data.seats.map(
    ({ seat, holder, team, capacity }): SeatState => ({
      seat,
      team: team ?? null,
      capacity: capacity ?? null,
      convened: holder ?? null,
      holder: holder ?? null,
      status: 'sitting',
      since: event.recordedAt,
      interest: null,
      recusals: [],
      changes: [],
    }),
  );
  return {
    ...state,
    phase: 'review',
    panels: event.data.panelNumber,
    panel: {
      panel: event.data.panelNumber,
      event: event.id,
      when: when(event),
      framework: event.data.framework,
      seats,
      deadline: event.data.deadline ?? null,
      deadlineSet: event.data.deadline === undefined ? null : event.id,
      extensions: 0,
    },
    ...nothingJudged,
  };
}

function recused(state: ReviewState, event: Recorded<'ReviewerRecused'>): ReviewState {
  const { seat: key, kind } = event.data;
  const holder = state.panel?.seats.find(({ seat }) => seat === key)?.holder ?? null;
  const recusal = { event: event.id, kind, holder, at: event.recordedAt, lifted: null };
  const next = onSeat(state, key, (seat) => ({
    ...seat,
    status: 'recused',
    since: event.recordedAt,
    recusals: [...seat.recusals, recusal],
    changes: [...seat.changes, event.id],
  }));
  if (holder === null) return next;
  return { ...next, fences: [...state.fences, { person: holder, seat: key, kind, event: event.id }] };
}

/** The newest recusal on the seat ends; its holder sits again unless somebody else took the seat meanwhile. */
function lifted(state: ReviewState, event: Recorded<'RecusalLifted'>): ReviewState {
  const seat = state.panel?.seats.find((candidate) => candidate.seat === event.data.seat);
  const recusal = seat?.recusals.findLast(({ lifted: at }) => at === null);
  if (recusal === undefined) return state;
  const next = onSeat(state, event.data.seat, (current) => ({
    ...current,
    ...(current.status === 'recused' && current.holder === recusal.holder
      ? { status: 'sitting' as const, since: event.recordedAt }
      : {}),
    recusals: current.recusals.map((each) =>
      each === recusal ? { ...each, lifted: event.recordedAt } : each,
    ),
    changes: [...current.changes, event.id],
  }));
  return { ...next, fences: state.fences.filter((fence) => fence.event !== recusal.event) };
}

function onSeat(state: ReviewState, key: string, change: (seat: SeatState) => SeatState): ReviewState {
  if (state.panel === null) return state;
  const seats = state.panel.seats.map((seat) => (seat.seat === key ? change(seat) : seat));
  return { ...state, panel: { ...state.panel, seats } };
}

function withDeadline(
  state: ReviewState,
  event: Recorded<'DueDateSet' | 'DueDateExtended'>,
  extensions: number,
): ReviewState {
  const { panel } = state;
  if (panel === null) return state;
  const { deadline } = event.data;
  return {
    ...state,
    panel: { ...panel, deadline, deadlineSet: event.id, extensions: panel.extensions + extensions },
  };
}
