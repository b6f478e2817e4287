import type { Paper } from '../../../scripts/joss/raw.ts';

/** An invented paper; every date falls on another day unless told otherwise. */
export const paper = (changes: Partial<Paper> = {}): Paper => ({
  submission: '10.99999/invented.1',
  prereview_number: 7,
  title: 'A tool that nobody wrote',
  authors_count: 2,
  editor: 'u0001',
  reviewers: ['u0002', 'u0003'],
  prereview_opened: '2020-01-01',
  prereview_closed: '2020-01-11',
  review_opened: '2020-01-12',
  review_closed: '2020-03-12',
  review_labels: ['accepted', 'recommend-accept', 'published'],
  published: '2020-03-13',
  final_state: 'accepted',
  ...changes,
});
