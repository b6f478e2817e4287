import type { Recorded } from '../../../events/decode.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { Telling } from '../enact.ts';
import { ATTACHMENT, PROSE } from '../stand-ins.ts';

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
  | 'EntryCorrected'
>;

/** What was asked so that a case took its course, before and after its panel. */
export function submissionTelling(event: SubmissionAct, state: ReviewState): Telling {
  switch (event.type) {
    case 'SubmissionReceived': {
      const { framework, sponsor, useCategory, fields } = event.data;
      return {
        name: 'receive-submission',
        data: {
          framework,
          ...(sponsor === undefined ? {} : { sponsor }),
          ...(useCategory === undefined ? {} : { useCategory }),
          ...content(fields, Object.keys(fields)),
        },
      };
    }
    case 'SubmissionRevised':
      return revision(event, state);
    case 'SubmissionReturned':
      return { name: 'return-submission', data: { reasons: PROSE } };
    case 'InformationRequested': {
      const { due } = event.data;
      return {
        name: 'request-information',
        data: { ...(due === undefined ? {} : { due }), questions: PROSE },
      };
    }
    case 'InformationProvided':
      return { name: 'provide-information', data: { request: event.data.request, answer: PROSE } };
    case 'SubmissionScreened': {
      const { framework, scope, riskTier, track, presumed } = event.data;
      return {
        name: 'screen-submission',
        data: {
          scope,
          frameworkVersion: versionIn(framework),
          ...(riskTier === undefined ? {} : { riskTier }),
          ...(track === undefined ? {} : { track }),
          presumed,
          reasons: PROSE,
        },
      };
    }
    case 'SubmissionWithdrawn':
      return { name: 'withdraw-submission', data: {} };
    case 'SubmissionClosed':
      return { name: 'close-submission', data: { why: event.data.why } };
    case 'SubmissionReopened':
      return { name: 'reopen-submission', data: { reason: PROSE } };
    case 'EntryCorrected': {
      const { entry, field, visibility, occurred } = event.data;
      const said = occurred === undefined ? { text: PROSE } : { occurred };
      return { name: 'correct-entry', data: { entry, field, visibility, ...said, reason: PROSE } };
    }
    default:
      return event satisfies never;
  }
}

/** The number of a version that is pinned to its content: 2 of `key@2#hash`. */
export const versionIn = (ref: string): number => Number(/@([0-9]+)#/.exec(ref)?.[1] ?? 0);

/** What changed is what has a digest that it had not before; nobody but the submitter sends it. */
function revision(
  { data, actor, sealed, imported }: Recorded<'SubmissionRevised'>,
  state: ReviewState,
): Telling {
  const { changed, fields, material, useCategory } = data;
  const given = changed.filter((name) => Object.hasOwn(fields, name));
  const removed = changed.filter((name) => !Object.hasOwn(fields, name));
  const plain = changed.length === 0 && (useCategory === undefined || useCategory === state.useCategory);
  // A version may differ in its attachments alone, whose digests do not say what they are.
  const attached =
    plain && imported === undefined && actor.role !== 'secretary' && sealed.participants !== undefined;
  return {
    name: 'revise-submission',
    data: {
      ...content(fields, given),
      ...(removed.length === 0 ? {} : { removed }),
      ...(useCategory === undefined ? {} : { useCategory }),
      material,
      ...(attached ? { attachments: ATTACHMENT } : {}),
    },
  };
}

function content(fields: ReviewState['fields'], names: readonly string[]) {
  const entries = names.flatMap((name) => {
    const field = fields[name];
    return field === undefined ? [] : [[name, field.audience] as const];
  });
  return {
    fields: Object.fromEntries(entries.map(([name]) => [name, PROSE])),
    audiences: Object.fromEntries(entries),
  };
}
