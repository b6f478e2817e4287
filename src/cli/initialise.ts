import type { Context } from './context.ts';
import type { Given } from './given.ts';

/** Makes the ledger that the options describe. @throws LedgerError as `initLedger` */
export async function initialise({ data, store }: Context, given: Given): Promise<void> {
  const { initLedger } = await import('../folder/init-ledger.ts');
  const said = (name: string, option: string): object => {
    const value = given.text(option);
    return value === undefined ? {} : { [name]: value };
  };
  await initLedger({
    data,
    ...(store === null ? {} : { store }),
    ...said('origin', 'origin'),
    ...said('administratorName', 'administrator'),
    ...said('registrarName', 'registrar'),
  });
}
