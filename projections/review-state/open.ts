import type { ReviewState } from './state.ts';

/** A panel reviews until its decision is issued: a proposal stops nobody, and `deferred` goes on. */
export const isReviewOpen = ({ phase, outcome }: Pick<ReviewState, 'phase' | 'outcome'>): boolean =>
  (phase === 'review' || phase === 'decision') && (outcome === null || outcome === 'deferred');
