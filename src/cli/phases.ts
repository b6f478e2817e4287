/** The phases of a submission, in their order. */
export const phases = ['submitted', 'screening', 'review', 'decision', 'aftercare', 'closed'] as const;
