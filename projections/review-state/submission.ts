import type { Recorded } from '../../events/decode.ts';
import { withPresumed } from './presumed.ts';
import { nothingJudged, type ReviewState } from './state.ts';
import { actingPerson, when } from './when.ts';

type SubmissionAct = Recorded<
  | 'SubmissionReceived'
  | 'SubmissionRevised'
  | 'SubmissionReturned'
  | 'InformationRequested'
  | 'InformationProvided'
  | 'SubmissionScreened'
  | 'SubmissionWithdrawn'
  | 'SubmissionClosed'
  | 'SubmissionReopened'
>;

export function evolveSubmission(state: ReviewState, event: SubmissionAct): ReviewState {
  switch (event.type) {
    case 'SubmissionReceived':
      return received(state, event);
    case 'SubmissionRevised':
      return revised(state, event);
    case 'SubmissionReturned':
      return ended(state, event, 'returned');
    case 'InformationRequested': {
      const request = { event: event.id, when: when(event), due: event.data.due ?? null, answer: null };
      return { ...state, requests: [...state.requests, request] };
    }
    case 'InformationProvided':
      return {
        ...state,
        requests: state.requests.map((request) =>
          request.event === event.data.request ? { ...request, answer: event.id } : request,
        ),
      };
    case 'SubmissionScreened':
      return screened(state, event);
    case 'SubmissionWithdrawn':
      return { ...ended(state, event, 'withdrawn'), withdrawn: { event: event.id, when: when(event) } };
    case 'SubmissionClosed':
      return {
        ...state,
        phase: 'closed',
        closed: { event: event.id, when: when(event), why: event.data.why },
      };
    case 'SubmissionReopened':
      return reopened(state, event);
    default:
      return event satisfies never;
  }
}

function received(state: ReviewState, event: Recorded<'SubmissionReceived'>): ReviewState {
  const version = { version: 1, event: event.id, when: when(event), material: true, changed: [] };
  return {
    ...state,
    received: { event: event.id, when: when(event) },
    source: event.imported?.source ?? null,
    framework: event.data.framework,
    submitter: actingPerson(event),
    sponsor: event.data.sponsor ?? null,
    useCategory: event.data.useCategory ?? null,
    version: 1,
    materialVersion: 1,
    versions: [version],
    fields: event.data.fields,
  };
}

function revised(state: ReviewState, event: Recorded<'SubmissionRevised'>): ReviewState {
  const { version, material, changed } = event.data;
  return {
    ...state,
    version,
    materialVersion: material ? version : state.materialVersion,
    versions: [...state.versions, { version, event: event.id, when: when(event), material, changed }],
    fields: event.data.fields,
    useCategory: event.data.useCategory ?? state.useCategory,
  };
}

function screened(state: ReviewState, event: Recorded<'SubmissionScreened'>): ReviewState {
  const { version, framework, scope, riskTier, track, presumed } = event.data;
  const screening = {
    event: event.id,
    when: when(event),
    version,
    framework,
    scope,
    riskTier: riskTier ?? null,
    track: track ?? null,
    presumed,
    added: [],
  };
  if (scope === 'out') return { ...ended(state, event, 'out-of-scope'), screening };
  return { ...state, screening, phase: state.phase === 'submitted' ? 'screening' : state.phase };
}

function ended(
  state: ReviewState,
  event: SubmissionAct,
  outcome: 'returned' | 'withdrawn' | 'out-of-scope',
): ReviewState {
  return { ...state, outcome, phase: 'closed', closed: { event: event.id, when: when(event), why: outcome } };
}

/** Back before the panel: a reopened case is judged by a panel convened anew; an earlier decision stays what it was. */
function reopened(state: ReviewState, event: Recorded<'SubmissionReopened'>): ReviewState {
  return {
    ...state,
    screening: withPresumed(state.screening, event),
    phase: state.screening?.scope === 'in' ? 'screening' : 'submitted',
    outcome: null,
    withdrawn: null,
    closed: null,
    panel: null,
    ...nothingJudged,
  };
}
