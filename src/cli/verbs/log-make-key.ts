import { join } from 'node:path';
import { LedgerError } from '../../../events/errors.ts';
import { originOf } from '../../../projections/log-keys.ts';
import { writeLogKey } from '../../folder/log-key-file.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { reading } from '../opened-ledger.ts';

export const makeKey: Run = async (context) => {
  await reading(context, async ({ handler, folder }) => {
    const origin = originOf(await handler.log.now());
    if (origin === null)
      throw new LedgerError('not-found', 'the ledger is not open', { what: 'ledger', id: folder.path });
    const { verifier, path } = writeLogKey(origin.origin, (keyId) => join(folder.keys, `log-${keyId}.key`));
    if (context.json) return writeJson(context, { vkey: verifier, file: path });
    await context.terminal.write(
      `${path}: a key that nothing is signed by yet. Keep a copy of it apart.\n${verifier}\nNext: govledger log add-key --vkey '${verifier}'\n`,
    );
  });
  return exit.ok;
};
