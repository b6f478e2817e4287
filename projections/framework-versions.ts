import type { FrameworkEvent } from '../events/catalogue.ts';
import type { Recorded, RecordedEvent } from '../events/decode.ts';
import type { Criterion, FrameworkDefinition, FrameworkTerms } from '../events/framework.ts';

/** One published version, whole: the terms and the criteria in their order. */
export interface FrameworkVersion {
  readonly key: string;
  readonly version: number;
  readonly hash: string;
  /** `key@version#hash`. */
  readonly ref: string;
  readonly event: string;
  readonly publishedAt: string;
  readonly retired: string | null;
  readonly terms: FrameworkTerms;
  readonly criteria: readonly Criterion[];
}

export interface FrameworkProposal {
  readonly event: string;
  readonly by: string;
  readonly version: number;
  readonly hash: string;
  readonly at: string;
}

/** One framework's stream: what was proposed, and every version that was ever in force. */
export interface FrameworkState {
  readonly revision: number;
  readonly recordedAt: string | null;
  /** The source whose import opened the stream. */
  readonly source: string | null;
  /** Imported acts are accepted until the first native one. */
  readonly nativeSince: number | null;
  readonly proposals: readonly FrameworkProposal[];
  readonly versions: readonly FrameworkVersion[];
}

export const initialFrameworkState: FrameworkState = {
  revision: -1,
  recordedAt: null,
  source: null,
  nativeSince: null,
  proposals: [],
  versions: [],
};

export type RecordedFrameworkEvent = Recorded<FrameworkEvent['type']>;

/** The streams of frameworks hold nothing else. */
export const isFrameworkEvent = (event: RecordedEvent): event is RecordedFrameworkEvent =>
  event.stream.startsWith('framework-');

export function evolveFramework(state: FrameworkState, event: RecordedFrameworkEvent): FrameworkState {
  const native = event.imported === undefined;
  return {
    ...byType(state, event),
    revision: event.revision,
    recordedAt: event.recordedAt,
    source: state.revision < 0 ? (event.imported?.source ?? null) : state.source,
    nativeSince: state.nativeSince ?? (native ? event.revision : null),
  };
}

function byType(state: FrameworkState, event: RecordedFrameworkEvent): FrameworkState {
  switch (event.type) {
    case 'FrameworkProposed': {
      const { version, hash } = event.data;
      // In imported history the actor is the importer; the author is who the source says it was.
      const by = event.imported?.by ?? event.actor.person;
      const proposal = { event: event.id, by, version, hash, at: event.recordedAt };
      return { ...state, proposals: [...state.proposals, proposal] };
    }
    case 'FrameworkPublished': {
      const { version, hash, terms } = event.data;
      const key = event.stream.slice('framework-'.length);
      const published: FrameworkVersion = {
        key,
        version,
        hash,
        ref: `${key}@${version}#${hash}`,
        event: event.id,
        publishedAt: event.recordedAt,
        retired: null,
        terms,
        criteria: [],
      };
      return { ...state, versions: [...state.versions, published] };
    }
    case 'CriterionPublished':
      return onVersion(state, event.data.version, (version) => ({
        ...version,
        criteria: [...version.criteria, event.data.criterion],
      }));
    case 'FrameworkRetired':
      return onVersion(state, event.data.version, (version) => ({ ...version, retired: event.recordedAt }));
    default:
      return event satisfies never;
  }
}

function onVersion(
  state: FrameworkState,
  number: number,
  change: (version: FrameworkVersion) => FrameworkVersion,
): FrameworkState {
  return {
    ...state,
    versions: state.versions.map((version) => (version.version === number ? change(version) : version)),
  };
}

/** The newest version that is not retired, or null. */
export const currentVersionOf = (state: FrameworkState): FrameworkVersion | null =>
  state.versions.findLast(({ retired }) => retired === null) ?? null;

/** What was proposed, hashed and published: `frameworkHash` of it is the version's hash. */
export const definitionOf = ({ key, version, terms, criteria }: FrameworkVersion): FrameworkDefinition => ({
  ...terms,
  key,
  version,
  criteria: [...criteria],
});
