import { openStore } from '../../../src/store/open.ts';
import { eventOf } from '../events.ts';

/** Uses every call of a store, closes it twice, and has nothing left to wait for. */
const [url = ''] = process.argv.slice(2);
const store = await openStore(url);
const following = store.follow({ signal: new AbortController().signal })[Symbol.asyncIterator]();
await store.append('a', 'absent', [eventOf()]);
await following.next();
await following.next();
const waiting = following.next();
await Promise.all([store.close(), store.close()]);
const { done } = await waiting;
process.stdout.write(`${done === true ? 'closed' : 'still following'}\n`);
