import { z } from 'zod';
import { LedgerError } from '../../../events/errors.ts';
import { foundingOf } from '../../folder/founding.ts';
import { isUuid } from '../given.ts';
import { ambiguous, founders, requireBeginning } from '../naming.ts';
import { ask, type Reach } from './reach.ts';

const pageSize = 1_000;

/** A page of a collection, as far as ids are looked up in it. */
const Page = z.looseObject({
  items: z.array(z.record(z.string(), z.unknown())),
  next: z.union([z.string(), z.number()]).nullable(),
});
type Page = z.infer<typeof Page>;

const Opening = z.looseObject({ data: z.looseObject({ ledger: z.string() }) });
const Me = z.looseObject({ person: z.string() });

/**
 * The directory id of whom somebody names: by their id or an unambiguous beginning of it, as `me`, or as what init made
 * them. @throws LedgerError `not-found`, UsageError
 */
export async function personNamed(reach: Reach, text: string, field = 'person'): Promise<string> {
  const id = text.toLowerCase();
  if (isUuid(id)) return id;
  if (id === 'me') return (await ask(reach, Me, { method: 'GET', path: '/api/me' })).says.person;
  const founder = founders.find((each) => each === id);
  if (founder !== undefined) return foundingOf(await ledgerId(reach))[founder];
  requireBeginning(id, field, `an id, a beginning of one, me, or one of ${founders.join(', ')}`);
  return beginningWith(reach, { path: '/api/people', member: 'person', what: field }, id);
}

/** The id of the submission that somebody names by it or by an unambiguous beginning, of those that they see. */
export async function submissionNamed(reach: Reach, text: string): Promise<string> {
  const id = text.toLowerCase();
  if (isUuid(id)) return id;
  requireBeginning(id, 'submission', 'its id or a beginning of it');
  return beginningWith(reach, { path: '/api/submissions', member: 'submission', what: 'submission' }, id);
}

interface Collection {
  readonly path: string;
  readonly member: string;
  readonly what: string;
}

async function beginningWith(reach: Reach, { path, member, what }: Collection, id: string): Promise<string> {
  const found = new Set<string>();
  let after: string | number | null = null;
  do {
    const page: Page = await pageBehind(reach, path, after);
    for (const item of page.items) {
      const each = item[member];
      if (typeof each === 'string' && each.startsWith(id)) found.add(each);
    }
    after = page.next;
  } while (after !== null && found.size < 2);
  const [first, second] = found;
  if (second !== undefined) throw ambiguous(what, id, found.size);
  if (first !== undefined) return first;
  throw new LedgerError('not-found', `there is no ${what} ${id}`, { what, id });
}

async function pageBehind(reach: Reach, path: string, after: string | number | null): Promise<Page> {
  const query = { limit: pageSize, ...(after === null ? {} : { after }) };
  return (await ask(reach, Page, { method: 'GET', path, query })).says;
}

/** What the first event of the log says: nobody who is signed in is kept from it. */
async function ledgerId(reach: Reach): Promise<string> {
  const request = { method: 'GET', path: '/api/events', query: { limit: 1 } } as const;
  for await (const line of reach.lines(request, AbortSignal.timeout(30_000)))
    return Opening.parse(JSON.parse(line)).data.ledger;
  throw new LedgerError('not-found', 'the log is empty', { what: 'ledger', id: '' });
}
