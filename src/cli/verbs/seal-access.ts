import { sealDays } from '../../access/seal-days.ts';
import { type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { writing } from '../opened-ledger.ts';

export const sealAccess: Run = async (context) => {
  const { terminal } = context;
  const did = await writing(context, ({ access, id, handler }) =>
    sealDays({ access, ledger: id, log: handler.log, handle: (command) => handler.handle(command) }).run(
      terminal.gone,
    ),
  );
  if (context.json) await writeJson(context, did);
  else
    await terminal.write(
      did.sealed === 0 ? 'No day of reads was left to seal.\n' : `Days of reads sealed: ${did.sealed}\n`,
    );
  return exit.ok;
};
