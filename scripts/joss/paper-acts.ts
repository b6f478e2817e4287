import type { Act, ActTime } from '../history/act.ts';
import { frameworkKey } from './framework.ts';
import { isBot, namedIn, type Paper, personOf } from './raw.ts';
import { generatedText } from './texts.ts';

export interface PaperOptions {
  /** Bytes of generated text for each comment; without it a comment has none, as in the source. */
  readonly textBytes?: number;
}

interface Placed {
  /** The day by which it has its place in the stream. */
  readonly day: string;
  readonly act: Act;
}

const FIRST = '';
const LAST = '9999-12-31';

/**
 * What happened to one paper: received, and then in the order of its dates; what falls on one day, or has no day of its
 * own, in the order of the process: sent to review, panel, comments, recommendation, decision, publication.
 */
export function paperActs(paper: Paper, actors: readonly string[], options: PaperOptions = {}): Act[] {
  const placed = [
    received(paper),
    ...sentToReview(paper),
    convened(paper),
    ...actors.map((actor, index) => commented(paper, actor, index, options)),
    ...recommended(paper),
    ...accepted(paper),
    published(paper),
    ...retracted(paper),
  ];
  return placed.toSorted((a, b) => (a.day === b.day ? 0 : a.day < b.day ? -1 : 1)).map(({ act }) => act);
}

const about = (paper: Paper, what: string): { key: string; submission: string } => ({
  key: `${paper.submission}/${what}`,
  submission: paper.submission,
});

function received(paper: Paper): Placed {
  const day = paper.prereview_opened ?? paper.review_opened;
  const fields: { [field: string]: string } = {
    title: paper.title,
    authors_count: String(paper.authors_count),
  };
  if (paper.prereview_number !== null) fields['prereview_number'] = String(paper.prereview_number);
  const act = {
    act: 'receive-submission',
    ...about(paper, 'received'),
    at: day,
    framework: frameworkKey,
    fields,
  };
  return { day: FIRST, act };
}

function sentToReview(paper: Paper): Placed[] {
  const day = paper.prereview_closed;
  if (day === null) return [];
  return [{ day, act: { act: 'screen-submission', ...about(paper, 'screened'), at: day, scope: 'in' } }];
}

function convened(paper: Paper): Placed {
  const labels = [
    ['editor', paper.editor] as const,
    ...paper.reviewers.map((label) => ['reviewer', label] as const),
  ];
  const seats = labels.map(([capacity, label], index) => {
    const seat = { seat: index === 0 ? 'editor' : `reviewer-${index}`, capacity, label };
    const holder = personOf(label);
    return holder === undefined ? seat : { ...seat, holder };
  });
  const day = paper.review_opened;
  return { day, act: { act: 'convene-panel', ...about(paper, 'convened'), at: day, seats } };
}

function commented(paper: Paper, actor: string, index: number, { textBytes }: PaperOptions): Placed {
  const head = about(paper, `comment/${index + 1}`);
  const act = {
    act: 'add-comment',
    ...head,
    ...duringReview(paper),
    by: actor,
    as: capacityOf(paper, actor),
  };
  return {
    day: dayInReview(paper),
    act: textBytes === undefined ? act : { ...act, text: generatedText(head.key, textBytes) },
  };
}

/** The capacity in which somebody comments, by comparing with the assignment as printed; an editor may also review. */
export function capacityOf(paper: Paper, actor: string): 'bot' | 'editor' | 'reviewer' | 'other' {
  if (isBot(actor)) return 'bot';
  if (personOf(paper.editor) === actor) return 'editor';
  return paper.reviewers.some((label) => namedIn(label) === actor) ? 'reviewer' : 'other';
}

function recommended(paper: Paper): Placed[] {
  if (!paper.review_labels.includes('recommend-accept')) return [];
  const editor = personOf(paper.editor);
  const act = {
    act: 'propose-decision',
    ...about(paper, 'recommended'),
    ...duringReview(paper),
    ...(editor === undefined ? {} : { by: editor, as: 'editor' }),
    outcome: 'approved',
  };
  return [{ day: dayInReview(paper), act }];
}

function accepted(paper: Paper): Placed[] {
  const day = paper.review_closed;
  if (day === null || !paper.review_labels.includes('accepted')) return [];
  const act = { act: 'issue-decision', ...about(paper, 'accepted'), at: day, outcome: 'approved' };
  return [{ day, act }];
}

function published(paper: Paper): Placed {
  const act = {
    act: 'publish-decision',
    ...about(paper, 'published'),
    at: paper.published,
    reference: paper.submission,
    title: paper.title,
  };
  return { day: paper.published, act };
}

/** Only that it was retracted is known, not when: the act has no time, and its place is the end. */
function retracted(paper: Paper): Placed[] {
  if (paper.final_state !== 'retracted') return [];
  return [{ day: LAST, act: { act: 'revoke-decision', ...about(paper, 'retracted') } }];
}

/** Comments and labels have no date, only an order: some time while the review was open, if it is known how long. */
function duringReview({ review_opened: from, review_closed: to }: Paper): { at?: ActTime } {
  if (to === null) return {};
  return { at: from === to ? from : { from, to } };
}

const dayInReview = (paper: Paper): string => paper.review_closed ?? paper.review_opened;
