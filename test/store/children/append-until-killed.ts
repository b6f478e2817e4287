import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../../src/store/sqlite.ts';
import { bodyOf, eventsOf } from '../events.ts';

/** Says `stream first last id…` for each append that was acknowledged, from eight callers at once, for ever. */
const [path = ''] = process.argv.slice(2);
const store = await openSqliteStore(path);
const run = process.pid;

async function appendAll(stream: string): Promise<never> {
  for (let last = -1; ; ) {
    const events = eventsOf(1 + ((last + 2) % 3), () => bodyOf(3000));
    const appended = await store.append(stream, last < 0 ? 'absent' : { at: last }, events);
    last = appended.last;
    writeSync(1, `${[stream, appended.first, last, ...events.map(({ id }) => id)].join(' ')}\n`);
  }
}
await Promise.all(Array.from({ length: 8 }, (_, index) => appendAll(`s-${run}-${index}`)));
