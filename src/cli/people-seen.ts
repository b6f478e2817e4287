import { z } from 'zod';
import { isLedgerError } from '../../events/errors.ts';
import { inWords, type Shown } from '../members/names.ts';
import { ask, type Reach } from './reach/reach.ts';

const Name = z.union([
  z.looseObject({ state: z.literal('opened'), text: z.string() }),
  z.looseObject({ state: z.enum(['erased', 'sealed']) }),
]);
const Page = z.looseObject({
  items: z.array(z.looseObject({ person: z.string(), name: Name })),
  next: z.string().nullable(),
});
type Page = z.infer<typeof Page>;

/** What those whom the asker may see in the directory are called, by their id; nobody where they may not. */
export async function peopleSeen(reach: Reach): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  let after: string | null = null;
  try {
    do {
      const page: Page = await pageBehind(reach, after);
      for (const { person, name } of page.items) names.set(person, inWords(shown(name)));
      after = page.next;
    } while (after !== null);
  } catch (error) {
    if (!isLedgerError(error) || error.code !== 'not-permitted') throw error;
  }
  return names;
}

async function pageBehind(reach: Reach, after: string | null): Promise<Page> {
  const query = { limit: 1_000, ...(after === null ? {} : { after }) };
  return (await ask(reach, Page, { method: 'GET', path: '/api/people', query })).says;
}

const shown = (name: z.infer<typeof Name>): Shown =>
  name.state === 'opened' ? { state: 'opened', text: name.text } : { state: name.state };
