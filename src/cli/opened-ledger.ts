import type { Ledger, OpenLedgerOptions } from '../folder/open-ledger.ts';
import type { Context } from './context.ts';

/** Opens the ledger to read, beside whoever writes it, and lets go of it whatever happens. */
export const reading = <T>(context: Context, work: (ledger: Ledger) => Promise<T>): Promise<T> =>
  opened(context, true, async (ledger) => {
    await caughtUp(context, ledger);
    return work(ledger);
  });

/** Opens the ledger as its one writer. @throws LedgerError `ledger-locked` while another process is it */
export const writing = <T>(
  context: Context,
  work: (ledger: Ledger) => Promise<T>,
  told: Told = {},
): Promise<T> => opened(context, false, work, told);

/** Who hears what is wrong with the log; the person at the terminal where nobody else is named. */
type Told = Pick<OpenLedgerOptions, 'onHalted' | 'onUnsigned'>;

async function opened<T>(
  { data, store, head, terminal }: Context,
  readOnly: boolean,
  work: (ledger: Ledger) => Promise<T>,
  told: Told = {},
): Promise<T> {
  const { openLedger } = await import('../folder/open-ledger.ts');
  const say = (error: unknown): void =>
    terminal.say(`govledger: ${error instanceof Error ? error.message : String(error)}\n`);
  const ledger = await openLedger({
    data,
    readOnly,
    onHalted: say,
    onUnsigned: say,
    ...told,
    ...(store === null ? {} : { store }),
    ...(head === null ? {} : { head }),
  });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

/** What the views cannot follow does not keep anybody from reading what they hold. */
async function caughtUp({ terminal }: Context, { projector }: Ledger): Promise<void> {
  try {
    await projector.waitFor();
  } catch (error) {
    const { state, head } = projector.status();
    if (state !== 'stopped') throw error;
    const why = error instanceof Error ? error.message : String(error);
    terminal.say(`govledger: what follows ends with index ${head.leaf}: ${why}\n`);
  }
}
