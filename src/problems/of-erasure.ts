import type { ErrorCode } from '../../events/errors.ts';
import type { WordsOf } from './words.ts';

const submission = 'the submission';

/** What keeps a text from being erased. */
export const ofErasure = {
  held: {
    means: 'A hold covers some of it, and nothing under a hold is erased while it stands.',
    remedy: 'Wait for the hold to end, or have it released by somebody else than who placed it.',
    facts: { hold: 'the hold' },
  },
  retention: {
    means: 'The text of this case is kept for a time after its end, and that time has not passed.',
    remedy: 'Propose it again after the day that is named; where none is, the case has not ended.',
    facts: {
      submission,
      recordClass: 'how the case ended, which says how long it is kept; null while it has not ended',
      until: 'the instant until which it is kept; null while the case has not ended',
    },
  },
  'review-open': {
    means:
      'A judgment, concern, vote or interest of a review that is open is never erased: rules still read it.',
    remedy: 'Propose it again once the review has ended.',
    facts: { submission },
  },
} as const satisfies Partial<WordsOf<ErrorCode>>;
