import type { ShownCase } from '../members/members.ts';
import { shaped } from './reach/shaped.ts';

/** A submission as whoever asks may see it. */
export const ShownSubmission = shaped<ShownCase>(
  'submission',
  'at',
  'state',
  'seats',
  'fields',
  'waiting',
  'may',
  'title',
  'people',
  'told',
);
