import { openSqliteStore } from '../../../src/store/sqlite.ts';

const [path = ''] = process.argv.slice(2);
const store = await openSqliteStore(path);
process.stdout.write('open\n');
process.on('SIGTERM', () => void store.close());
setInterval(() => undefined, 1000);
