import { recoverLedger } from '../../folder/recover-ledger.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';

export const recover: Run = async (context, given) => {
  const { data, store, head } = context;
  const lost = given.text('lost');
  const recovered = await recoverLedger({
    data,
    origin: given.required('origin'),
    ...(store === null ? {} : { store }),
    ...(head === null ? {} : { head }),
    ...(lost === undefined ? {} : { lost }),
  });
  if (context.json) await writeJson(context, recovered);
  else {
    const { origin, vkey, key, continues, size } = recovered;
    await context.terminal.write(
      `The log goes on as ${origin}, with ${size} entries under its first checkpoint.\n` +
        `On record: behind ${continues.origin}, of which a head of ${continues.size} entries is lost.\n` +
        `Its key: ${key} (keep a copy apart). Tell everybody who checks the log:\n${vkey}\n`,
    );
  }
  return exit.ok;
};
