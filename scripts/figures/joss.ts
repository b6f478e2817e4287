import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { frameworkKey } from '../joss/framework.ts';
import { type Figure, figure } from './figure.ts';
import type { Listing, Listings } from './listing.ts';
import { daysBetween, distinct, mean, median, sum } from './statistics.ts';

const Moment = z.string().nullable();
const Seat = z.object({ capacity: z.string().nullable(), label: Moment, person: Moment });
const Paper = z.object({
  submission: z.string(),
  framework: z.string().nullable(),
  received: Moment,
  screened: Moment,
  convened: Moment,
  decided: Moment,
  published: Moment,
  revoked: Moment,
  seats: z.array(Seat),
  commentsAs: z.record(z.string(), z.int()),
});
type Paper = z.infer<typeof Paper>;
const State = Paper.pick({
  submission: true,
  framework: true,
  convened: true,
  published: true,
});
type State = z.infer<typeof State>;
const Commenter = z.object({ commented: z.int() });

const Year = z.object({
  year: z.string(),
  papers: z.int(),
  editors: z.int(),
  reviewers: z.int(),
  review_assignments: z.int(),
});
const AsOf = z.object({ published: z.int(), in_review: z.int(), in_prereview: z.int() });
const Published = z.object({
  printed_in_published_figures: z.object({
    editors_total: z.int(),
    reviewers_total: z.int(),
    median_days_prereview: z.number(),
    median_days_review: z.number(),
    median_days_prereview_plus_review: z.number(),
  }),
  recomputed_from_these_files: z.object({
    submissions: z.int(),
    non_retracted: z.int(),
    reviewers_distinct_people_after_cleaning: z.int(),
    review_assignments: z.int(),
    n_prereview: z.int(),
    mean_days_prereview: z.number(),
    n_review: z.int(),
    mean_days_review: z.number(),
    n_both: z.int(),
    mean_days_both: z.number(),
    comments_total_all: z.int(),
    comments_not_by_bot_all: z.int(),
    median_comments_not_by_bot_per_review: z.number(),
    comments_by_role_non_retracted: z.record(z.string(), z.int()),
    commenters_distinct_incl_bots: z.int(),
  }),
  by_publication_year: z.array(Year),
  as_of_open_work: z.record(z.string(), AsOf),
});
type Published = z.infer<typeof Published>;

/**
 * The published count of each day knows of two retractions that came later. A plain replay does not: as of 2020 and
 * after, it counts those two as the papers they then were.
 */
const publishedByPlainReplay: { readonly [day: string]: number } = {
  '2018-01-01': 195,
  '2020-01-01': 797,
  '2022-01-01': 1_502,
  '2024-01-01': 2_266,
};

/** The journal's published figures beside what the ledger says. */
export async function jossFigures(folder: string, listings: Listings): Promise<readonly Figure[]> {
  const json: unknown = JSON.parse(await readFile(join(folder, 'figures.json'), 'utf8'));
  const published = Published.parse(json);
  const papers = (await listings('submissions', null)).rows
    .map((row) => Paper.parse(row))
    .filter(({ framework }) => framework === frameworkKey);
  const kept = papers.filter(({ revoked }) => revoked === null);
  const retracted = new Set(
    papers.filter(({ revoked }) => revoked !== null).map((paper) => paper.submission),
  );
  const figures = [
    ...peopleFigures(published, papers, kept),
    ...dayFigures(published, kept),
    ...commentFigures(published, papers, kept, await listings('people', null)),
    ...yearFigures(published, kept),
  ];
  for (const [day, counts] of Object.entries(published.as_of_open_work)) {
    const states = statesOf(await listings('states', day));
    figures.push(...asOfFigures(day, counts, states, retracted));
  }
  return figures;
}

const labels = (papers: readonly Paper[], capacity: string): readonly string[] =>
  papers.flatMap(({ seats }) =>
    seats.flatMap((seat) => (seat.capacity === capacity && seat.label !== null ? [seat.label] : [])),
  );

/** Distinct people, and labels that name nobody seated; the empty one is no person. */
const reviewerPeople = (papers: readonly Paper[]): number =>
  distinct(
    papers.flatMap(({ seats }) =>
      seats.flatMap(({ capacity, label, person }) => {
        const who = person ?? label ?? '';
        return capacity === 'reviewer' && who !== '' ? [who] : [];
      }),
    ),
  );

function peopleFigures(
  { printed_in_published_figures: printed, recomputed_from_these_files: recomputed }: Published,
  papers: readonly Paper[],
  kept: readonly Paper[],
): readonly Figure[] {
  return [
    figure('submissions', recomputed.submissions, papers.length),
    figure('submissions not retracted', recomputed.non_retracted, kept.length),
    figure('editors', printed.editors_total, distinct(labels(kept, 'editor'))),
    figure('reviewer labels', printed.reviewers_total, distinct(labels(kept, 'reviewer'))),
    figure('reviewers, cleaned', recomputed.reviewers_distinct_people_after_cleaning, reviewerPeople(kept)),
    figure('review assignments', recomputed.review_assignments, labels(kept, 'reviewer').length),
  ];
}

function dayFigures(
  { printed_in_published_figures: printed, recomputed_from_these_files: recomputed }: Published,
  kept: readonly Paper[],
): readonly Figure[] {
  const spans = kept.map(({ received, screened, convened, decided }) => ({
    prereview: received === null || screened === null ? null : daysBetween(received, screened),
    review: convened === null || decided === null ? null : daysBetween(convened, decided),
  }));
  const known = (days: readonly (number | null)[]): number[] => days.filter((each) => each !== null);
  const prereview = known(spans.map((span) => span.prereview));
  const review = known(spans.map((span) => span.review));
  const both = known(
    spans.map((span) =>
      span.prereview === null || span.review === null ? null : span.prereview + span.review,
    ),
  );
  return [
    figure('days in pre-review, n', recomputed.n_prereview, prereview.length),
    figure('days in pre-review, median', printed.median_days_prereview, median(prereview)),
    figure('days in pre-review, mean', recomputed.mean_days_prereview, mean(prereview)),
    figure('days in review, n', recomputed.n_review, review.length),
    figure('days in review, median', printed.median_days_review, median(review)),
    figure('days in review, mean', recomputed.mean_days_review, mean(review)),
    figure('days in both, n', recomputed.n_both, both.length),
    figure('days in both, median', printed.median_days_prereview_plus_review, median(both)),
    figure('days in both, mean', recomputed.mean_days_both, mean(both)),
  ];
}

function commentFigures(
  { recomputed_from_these_files: recomputed }: Published,
  papers: readonly Paper[],
  kept: readonly Paper[],
  people: Listing,
): readonly Figure[] {
  const total = ({ commentsAs }: Paper): number => sum(Object.values(commentsAs));
  const byPeople = (paper: Paper): number => total(paper) - (paper.commentsAs['bot'] ?? 0);
  const commenters = people.rows.map((row) => Commenter.parse(row)).filter(({ commented }) => commented > 0);
  return [
    figure('comments', recomputed.comments_total_all, sum(papers.map(total))),
    figure('comments not by a bot', recomputed.comments_not_by_bot_all, sum(papers.map(byPeople))),
    ...Object.entries(recomputed.comments_by_role_non_retracted).map(([role, count]) =>
      figure(`comments by ${role}`, count, sum(kept.map(({ commentsAs }) => commentsAs[role] ?? 0))),
    ),
    figure(
      'comments not by a bot per review, median',
      recomputed.median_comments_not_by_bot_per_review,
      median(kept.map(byPeople)),
    ),
    figure('commenters', recomputed.commenters_distinct_incl_bots, commenters.length),
  ];
}

function yearFigures({ by_publication_year: years }: Published, kept: readonly Paper[]): readonly Figure[] {
  const told = new Set(years.map(({ year }) => year));
  const others = kept.filter(({ published }) => !told.has(published?.slice(0, 4) ?? ''));
  return [
    ...years.map((row) => {
      const papers = kept.filter(({ published }) => published?.startsWith(row.year) === true);
      const reviewers = labels(papers, 'reviewer');
      const ours = [papers.length, distinct(labels(papers, 'editor')), distinct(reviewers), reviewers.length];
      const printed = [row.papers, row.editors, row.reviewers, row.review_assignments];
      return figure(
        `${row.year} papers / editors / reviewers / assignments`,
        printed.join(' / '),
        ours.join(' / '),
      );
    }),
    figure('papers of no year of the table', 0, others.length),
  ];
}

const statesOf = ({ rows }: Listing): readonly State[] =>
  rows.map((row) => State.parse(row)).filter(({ framework }) => framework === frameworkKey);

function asOfFigures(
  day: string,
  printed: z.infer<typeof AsOf>,
  states: readonly State[],
  retracted: ReadonlySet<string>,
): readonly Figure[] {
  const notRetracted = states.filter(({ submission }) => !retracted.has(submission));
  const published = states.filter((state) => state.published !== null).length;
  return [
    figure(`${day} published, plain replay`, publishedByPlainReplay[day], published),
    figure(
      `${day} published / in review / in pre-review, without those now retracted`,
      `${printed.published} / ${printed.in_review} / ${printed.in_prereview}`,
      openWork(notRetracted),
    ),
  ];
}

/** The authors' rule: published, else in review once that was opened, else in pre-review. */
function openWork(states: readonly State[]): string {
  const open = states.filter(({ published }) => published === null);
  const inReview = open.filter(({ convened }) => convened !== null).length;
  return `${states.length - open.length} / ${inReview} / ${open.length - inReview}`;
}
