import type { Context } from './context.ts';
import type { Given } from './given.ts';
import { UsageError } from './usage-error.ts';

const longestName = 300;

/** Makes the ledger that the options describe. @throws LedgerError as `initLedger`, UsageError */
export async function initialise({ data, store, head }: Context, given: Given): Promise<void> {
  const { initLedger } = await import('../folder/init-ledger.ts');
  const said = (name: string, option: string): object => {
    const value = given.text(option);
    if (value !== undefined && (value.trim() === '' || value.length > longestName))
      throw new UsageError(`--${option}`, `must be a name of 1 to ${longestName} characters`);
    return value === undefined ? {} : { [name]: value };
  };
  await initLedger({
    data,
    ...(store === null ? {} : { store }),
    ...(head === null ? {} : { head }),
    ...said('origin', 'origin'),
    ...said('administratorName', 'administrator'),
    ...said('registrarName', 'registrar'),
  });
}
