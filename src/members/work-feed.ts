import { v5 } from 'uuid';
import { type Feed, type FeedItem, feedItem } from '../feeds/feed-item.ts';
import type { Identity } from '../identity/identity.ts';
import type { WorkCursor } from '../projector/answers.ts';
import type { Members } from './members.ts';
import { viewerOf } from './viewer.ts';

/** A feed holds no more; the most urgent stand first. */
const mostItems = 500;

/** What waits for the person whose address it is; null for an address that is none, or none any more. */
export async function workFeed(
  members: Members,
  identity: Pick<Identity, 'personOfFeed' | 'feedOf'>,
  address: { readonly secret: string; readonly base: string },
): Promise<Feed | null> {
  const person = await identity.personOfFeed(address.secret);
  const held = person === null ? null : await identity.feedOf(person);
  if (person === null || held === null) return null;
  const { directory } = members.reader.options;
  const viewer = viewerOf({ person, via: 'token' }, await directory.now());
  if (viewer === null) return null;
  const items: FeedItem[] = [];
  let after: WorkCursor | null = null;
  do {
    const page = await members.waiting(viewer, after === null ? {} : { after });
    items.push(...page.items.map(({ submission, waiting }) => feedItem(submission, waiting)));
    after = page.next;
  } while (after !== null && items.length < mostItems);
  return {
    id: v5('feed', held.id),
    created: held.created,
    base: address.base,
    items: items.slice(0, mostItems),
  };
}
