import { LedgerError } from '../../events/errors.ts';
import type { PersonState } from '../../projections/directory.ts';
import type { Ledger } from '../folder/open-ledger.ts';
import { isUuid } from './given.ts';
import { UsageError } from './usage-error.ts';

/** The three whom init made, by what they are. */
export const founders = ['operator', 'registrar', 'administrator'] as const;
export type Founder = (typeof founders)[number];

/** Everyone in the directory, by id. */
export function* everyone({ views }: Ledger): Generator<PersonState> {
  let after: string | null = '';
  while (after !== null) {
    const page: { items: readonly PersonState[]; next: string | null } = views.people({
      after,
      limit: 1_000,
    });
    yield* page.items;
    after = page.next;
  }
}

/**
 * The person that somebody names by their id, an unambiguous beginning of it, or `operator`, `registrar`, `administrator`.
 * @throws LedgerError `not-found`, UsageError
 */
export function personOf(ledger: Ledger, text: string, field = 'person'): PersonState {
  const founder = founders.find((each) => each === text);
  const id = founder === undefined ? text.toLowerCase() : ledger[founder];
  const found = isUuid(id) ? ledger.views.person(id) : onlyOne(ledger, id, field);
  if (found !== null) return found;
  throw new LedgerError('not-found', `${field}: there is no person ${id.slice(0, 60)} in the directory`, {
    what: 'person',
    id: id.slice(0, 60),
  });
}

function onlyOne(ledger: Ledger, beginning: string, field: string): PersonState | null {
  requireBeginning(beginning, field, `an id, a beginning of one, or one of ${founders.join(', ')}`);
  const found = [...everyone(ledger)].filter(({ person }) => person.startsWith(beginning));
  if (found.length > 1) throw ambiguous(field, beginning, found.length);
  return found[0] ?? null;
}

/** @throws UsageError for what cannot be the beginning of an id */
export function requireBeginning(text: string, field: string, accepted: string): void {
  if (!/^[0-9a-f-]{4,36}$/.test(text))
    throw new UsageError(field, `must be ${accepted} (at least 4 characters)`);
}

export const ambiguous = (field: string, beginning: string, count: number): UsageError =>
  new UsageError(field, `${beginning} begins ${count} ids; give more of it`);
