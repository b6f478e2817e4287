import { writeSync } from 'node:fs';
import { setImmediate as otherWork } from 'node:timers/promises';
import { openProjector } from '../../../src/projector/projector.ts';
import { openStore } from '../../../src/store/open.ts';

/** Projects a ledger in small batches and says each head that it has reached, for as long as it lives. */
const [ledger = '', views = ''] = process.argv.slice(2);
const store = await openStore(`sqlite:${ledger}`, { readOnly: true });
const projector = await openProjector({ store, path: views, batchSize: 3 });
for (let said = -1; ; await otherWork()) {
  const { leaf } = projector.status().head;
  if (leaf === said) continue;
  said = leaf;
  writeSync(1, `${leaf}\n`);
}
