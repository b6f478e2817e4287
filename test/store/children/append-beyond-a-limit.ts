import { execFileSync } from 'node:child_process';
import { isLedgerError } from '../../../events/errors.ts';
import type { Appended, EventStore } from '../../../src/store/event-store.ts';
import { openSqliteStore } from '../../../src/store/sqlite.ts';
import { bodyOf, eventOf } from '../events.ts';

/** Says how appends end when the system refuses writes in the middle of a commit, and after it no longer does. */
const [path = ''] = process.argv.slice(2);
const limitFiles = (bytes: string) =>
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:unlimited`]);
const say = (line: string) => process.stdout.write(`${line}\n`);

const store = await openSqliteStore(path);
const event = eventOf(bodyOf(30_000));
let last = (await store.append('a', 'absent', [eventOf()])).last;

limitFiles('500000');
const failure = await fill(store);
say(isLedgerError(failure) ? failure.code : String(failure));
limitFiles('unlimited');

let [read, found] = [0, false];
for await (const { id } of store.readStream('a')) {
  read += 1;
  found ||= id === event.id;
}
say(read === last + 1 && !found ? 'nothing of it is there' : `${read} of ${last + 1} events`);
const again: Appended = await store.append('a', { at: last }, [event]);
say(again.outcome);
await store.close();

async function fill(store: EventStore): Promise<unknown> {
  for (let n = 0; n < 40; n += 1)
    try {
      const next = n < 10 ? eventOf(bodyOf(30_000)) : event;
      last = (await store.append('a', { at: last }, [next])).last;
    } catch (error) {
      return error;
    }
  return 'never refused';
}
