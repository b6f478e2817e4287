import { isLedgerError } from '../../../events/errors.ts';
import { openIdentity } from '../../../src/identity/sqlite.ts';

/** Opens the file at an instant, with others that do the same, redeems what codes it can and says how many those were. */
const [path = '', at = '', ...codes] = process.argv.slice(2);
while (Date.now() < Number(at)) await new Promise<void>((resolve) => setImmediate(resolve));
const identity = openIdentity({ path });
let redeemed = 0;
for (const code of codes) {
  try {
    await identity.redeemCode({ code, label: 'a race' });
    redeemed += 1;
  } catch (error) {
    if (!isLedgerError(error) || error.code !== 'code-refused') throw error;
  }
}
await identity.close();
process.stdout.write(`${redeemed}\n`);
