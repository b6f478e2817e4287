import { z } from 'zod';
import { Outcome } from '../../events/decision.ts';
import { Key } from '../../events/ids.ts';

/** Query and path parameters that more than one route takes. A query is text, so numbers are written out. */
export const whole = (least: number, most: number) => {
  const rule = `a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, rule)
    .transform(Number)
    .refine((number) => number >= least && number <= most, rule)
    .meta({ type: 'integer', minimum: least, maximum: most });
};

export const Phases = ['submitted', 'screening', 'review', 'decision', 'aftercare', 'closed'] as const;
export const SubmissionFilters = {
  phase: z.enum(Phases).exactOptional(),
  outcome: Outcome.exactOptional(),
  framework: Key.exactOptional(),
  source: Key.exactOptional(),
};

export const Uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
