import type { ToldText } from '../members/told.ts';

/** Why a text is not here, as it stands in its place: `(erased on 2026-11-25, court-order, by event 161)`. */
export function closedInWords({ state, erased }: Omit<ToldText, 'value'>): string {
  if (state !== 'erased') return `(${state === 'withheld' ? 'sealed' : state})`;
  if (erased === undefined || erased === null) return '(erased; no event on record says so)';
  return `(erased on ${erased.at.slice(0, 10)}, ${erased.ground}, by event ${erased.index})`;
}
