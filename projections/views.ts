import {
  catalogue,
  type DirectoryEvent,
  type FrameworkEvent,
  type SubmissionEvent,
} from '../events/catalogue.ts';
import { type AuditTrail, addToTrail } from './audit-trail.ts';
import { type DirectoryState, foldDirectory, initialDirectoryState } from './directory.ts';
import { evolveFramework, type FrameworkState, initialFrameworkState } from './framework-versions.ts';
import type { Projection } from './projection.ts';
import { evolve } from './review-state/evolve.ts';
import { initialReviewState, type ReviewState } from './review-state/state.ts';

/** What a submission's stream adds up to: list, page and the rules. */
export const submissionView: Projection<ReviewState, SubmissionEvent['type']> = {
  name: 'submissions',
  version: 2,
  handles: catalogue.submission.map(({ shape }) => shape.type.value),
  initialState: initialReviewState,
  evolve,
};

/** Every entry of a submission's stream, in order. */
export const trailView: Projection<AuditTrail, SubmissionEvent['type']> = {
  name: 'entries',
  version: 1,
  handles: submissionView.handles,
  initialState: [],
  evolve: (trail, event) => addToTrail(trail, { index: null, event }),
};

/** Who is registered, with which roles and teams. */
export const peopleView: Projection<DirectoryState, DirectoryEvent['type'] | 'EntryCorrected'> = {
  name: 'people',
  version: 2,
  handles: [...catalogue.directory.map(({ shape }) => shape.type.value), 'EntryCorrected'],
  initialState: initialDirectoryState,
  evolve: (state, event) => foldDirectory(state, [event]),
};

/** One framework's versions, proposed, in force and retired. */
export const frameworksView: Projection<FrameworkState, FrameworkEvent['type']> = {
  name: 'frameworks',
  version: 1,
  handles: catalogue.framework.map(({ shape }) => shape.type.value),
  initialState: initialFrameworkState,
  evolve: evolveFramework,
};
