import { isLedgerError } from '../../events/errors.ts';
import type { PersonState } from '../../projections/directory.ts';
import { inWords, type Shown } from '../members/names.ts';
import { inOneLine } from './printable.ts';
import { ask, pathOf, type Reach } from './reach/reach.ts';
import { shaped } from './reach/shaped.ts';

/** Somebody in the directory, as those who may look there see them. */
export interface PersonSeen
  extends Pick<PersonState, 'person' | 'kind' | 'roles' | 'teams' | 'registeredAt' | 'source'> {
  readonly name: Shown;
}

interface PeoplePage {
  readonly items: readonly PersonSeen[];
  readonly next: string | null;
  readonly count: number;
}
const PeoplePage = shaped<PeoplePage>('items', 'next', 'count');

export async function peoplePage(
  reach: Reach,
  query: { readonly after?: string | undefined; readonly limit?: number | undefined },
): Promise<PeoplePage> {
  return (await ask(reach, PeoplePage, { method: 'GET', path: '/api/people', query })).says;
}

/** Everybody in the directory, by id. @throws LedgerError `not-permitted` */
export async function* everybody(reach: Reach): AsyncGenerator<PersonSeen> {
  let after: string | undefined;
  do {
    const page: PeoplePage = await peoplePage(reach, { after, limit: 1_000 });
    yield* page.items;
    after = page.next ?? undefined;
  } while (after !== undefined);
}

/** What people are called, by their id; nobody where the asker may not look into the directory. */
export async function peopleSeen(reach: Reach): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  try {
    for await (const { person, name } of everybody(reach)) names.set(person, inOneLine(inWords(name)));
  } catch (error) {
    if (!isLedgerError(error) || error.code !== 'not-permitted') throw error;
  }
  return names;
}

const Person = shaped<PersonSeen>('person', 'name', 'kind', 'roles', 'teams', 'registeredAt', 'source');

/** @throws LedgerError `not-found`, `not-permitted` */
export async function personSeen(reach: Reach, person: string): Promise<PersonSeen> {
  return (await ask(reach, Person, { method: 'GET', path: pathOf('/api/people/{person}', { person }) })).says;
}
