/**
 * `import-child.js DATA FILE`: imports the file, and says each command on standard output as soon as the ledger has
 * acknowledged it: `<stream> <command> <event ids…>`. It is there to be killed.
 */
import { writeSync } from 'node:fs';
import { openLedger } from '../../src/folder/open-ledger.ts';
import { importInto } from './import-into.ts';

const [data = '', file = ''] = process.argv.slice(2);
const ledger = await openLedger({ data });
writeSync(1, 'open\n');
const { added, refusedCount } = await importInto(ledger, {
  files: [file],
  source: 'hammer',
  onAccepted: (command, { stream, events, replayed }) => {
    if (!replayed) writeSync(1, `${[stream, command, ...events.map(({ id }) => id)].join(' ')}\n`);
  },
});
await ledger.close();
writeSync(1, `done ${added} ${refusedCount}\n`);
