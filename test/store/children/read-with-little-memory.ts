import { openSqliteStore } from '../../../src/store/sqlite.ts';
import { bodyOf, eventsOf } from '../events.ts';

const [path = ''] = process.argv.slice(2);
const store = await openSqliteStore(path);
for (let from = 0; from < 20_000; from += 250)
  await store.append(
    'long',
    from === 0 ? 'absent' : { at: from - 1 },
    eventsOf(250, () => bodyOf(4000)),
  );
let [ofStream, ofLedger] = [0, 0];
for await (const { revision } of store.readStream('long')) ofStream = revision + 1;
for await (const _ of store.readAll()) ofLedger += 1;
await store.close();
process.stdout.write(`${ofStream} of the stream, ${ofLedger} of the ledger\n`);
