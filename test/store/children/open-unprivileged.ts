import { isLedgerError } from '../../../events/errors.ts';
import { openSqliteStore } from '../../../src/store/sqlite.ts';
import { listed } from '../events.ts';

/** Says what a user without rights to the file is told: first as a writer, then as a reader. */
const [path = '', preloaded = ''] = process.argv.slice(2);
await (await openSqliteStore(preloaded)).close();
if (process.getuid?.() === 0) {
  process.setgid?.(65_534);
  process.setuid?.(65_534);
}
for (const readOnly of [false, true])
  try {
    const store = await openSqliteStore(path, { readOnly });
    process.stdout.write(`${(await listed(store.readAll())).length} events\n`);
    await store.close();
  } catch (error) {
    process.stdout.write(`${isLedgerError(error) ? error.code : String(error)}\n`);
  }
