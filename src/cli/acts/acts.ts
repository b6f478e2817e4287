import type { ActVerb } from './act-verb.ts';
import { decisionActs } from './decision-acts.ts';
import { panelActs } from './panel-acts.ts';
import { reviewActs } from './review-acts.ts';
import { submissionActs } from './submission-acts.ts';

/** Every verb that is one command on a submission. */
export const acts: readonly ActVerb[] = [...submissionActs, ...panelActs, ...reviewActs, ...decisionActs];
