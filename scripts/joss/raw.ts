import { z } from 'zod';
import { Day } from '../../events/time.ts';

/** One accepted paper, with its two issues (pre-review and review). Dates are whole days. */
export const Paper = z.object({
  submission: z.string().min(1),
  prereview_number: z.int().nullable(),
  title: z.string().min(1),
  authors_count: z.int(),
  editor: z.string(),
  reviewers: z.array(z.string()),
  prereview_opened: Day.nullable(),
  prereview_closed: Day.nullable(),
  review_opened: Day,
  review_closed: Day.nullable(),
  review_labels: z.array(z.string()),
  published: Day,
  final_state: z.enum(['accepted', 'retracted']),
});
export type Paper = z.infer<typeof Paper>;

/** Who wrote each comment of a review issue, in order; nothing else is known of them. */
export const CommentList = z.object({ submission: z.string().min(1), actors: z.array(z.string().min(1)) });

/**
 * The person behind a label as it is printed: `u0123~2` is another spelling of `u0123`. None for the label that is empty
 * and for the one struck through, whose seat was given up.
 */
export function personOf(label: string): string | undefined {
  return /^(u\d+)(~\d+)?$/.exec(label)?.[1];
}

/** The person whom a label names, struck through or not. */
export const namedIn = (label: string): string | undefined => personOf(label.replace(/^<s>(.*)<\/s>$/, '$1'));

export const isBot = (actor: string): boolean => actor.startsWith('bot');
